import { rename, writeFile } from 'node:fs/promises';
import { parse, resolve } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { Failure } from '../failures.ts';
import { OPTIONAL_COLUMNS, REQUIRED_COLUMNS, type Row } from './read-customers.ts';

/** Describes a row that was refused, and why. */
export interface RejectedRow {
  row: Row;
  failures: Failure[];
}

/** Returns the name of the file: `customers.rejected.csv` beside `customers.csv`. */
function rejectedFile(file: string): string {
  const { dir, name } = parse(file);
  return `${dir === '' ? '' : `${dir}/`}${name}.rejected.csv`;
}

/** Writes the refused rows as they were typed, to correct and pass to `--file`; the report says why. */
export async function writeRejected(rootDir: string, file: string, rejected: readonly RejectedRow[]): Promise<string> {
  const name = rejectedFile(file);
  const columns = [
    ...REQUIRED_COLUMNS,
    ...OPTIONAL_COLUMNS.filter((one) => rejected.some(({ row }) => row.values[one])),
  ];
  const text = stringify(
    rejected.map(({ row }) => columns.map((column) => row.values[column] ?? '')),
    { header: true, columns: [...columns] },
  );
  const path = resolve(rootDir, name);
  await writeFile(`${path}.part`, text, { mode: 0o600 });
  await rename(`${path}.part`, path);
  return name;
}
