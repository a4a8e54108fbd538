import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rootDir } from '../../test/support/project.ts';

/** Reports that are kept in git, in their places. */
export const REPORTS = join(rootDir, 'docs/reports');

/** Reads a report's file; returns `empty` if it does not exist. */
export async function readReport<Report>(file: string, empty: Report): Promise<Report> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return empty;
    throw error;
  }
}

/** Writes a file as a whole or not at all: it may hold hours of measurement. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

export const toJson = (report: unknown): string => `${JSON.stringify(report, null, 2)}\n`;
