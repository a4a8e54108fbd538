import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { rootDir } from './project.ts';

export interface Step {
  name?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
}

export interface Job {
  if?: string;
  uses?: string;
  environment?: unknown;
  concurrency?: { group: string; 'cancel-in-progress'?: boolean };
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
  env?: Record<string, string>;
  steps?: Step[];
}

export interface Workflow {
  on: string | string[] | Record<string, unknown>;
  permissions?: Record<string, string>;
  env?: Record<string, string>;
  jobs: Record<string, Job>;
}

/** Returns the texts of a folder's YAML files, by name. */
export async function yamlFiles(folder: string): Promise<Map<string, string>> {
  const path = join(rootDir, folder);
  const names = (await readdir(path)).filter((name) => /\.ya?ml$/.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(path, name), 'utf8')));
  return new Map(names.map((name, index) => [name, texts[index] ?? '']));
}

export const workflowFiles = () => yamlFiles('.github/workflows');

export const parseWorkflow = (text: string): Workflow => parse(text);

export function triggersOf({ on }: Workflow): string[] {
  if (typeof on === 'string') return [on];
  return Array.isArray(on) ? on : Object.keys(on);
}
