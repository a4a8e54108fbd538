import { readFile } from 'node:fs/promises';
import { extname, relative, resolve } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { type Failure, failed, ok, type Place, type Result } from '../failures.ts';
import { describeType } from '../manifest/describe-value.ts';
import { readYamlFile } from '../manifest/yaml-file.ts';

/** Names the columns of every file. */
export const REQUIRED_COLUMNS = ['organization', 'admin', 'domains'] as const;
/** Names the optional columns; options give the values for rows without them. */
export const OPTIONAL_COLUMNS = [
  'display_name',
  'via',
  'grant',
  'scopes',
  'connection',
  'ticket_email',
  'attest',
  'vouch',
] as const;
/** Names a column of a customers’ file: in CSV, or as a key in YAML. */
export type Column = (typeof REQUIRED_COLUMNS)[number] | (typeof OPTIONAL_COLUMNS)[number];

/** Describes one customer as it was typed. */
export interface Row {
  values: Readonly<Partial<Record<Column, string>>>;
  where?: Place;
}

const COLUMNS: readonly string[] = [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS];
const isColumn = (name: string): name is Column => COLUMNS.includes(name);

/**
 * Customers of a CSV file (header, comma, double quotes, with or without BOM) or of a YAML list with the same keys.
 *
 * @param file relative to the project, or absolute
 */
export async function readCustomers(rootDir: string, file: string): Promise<Result<Row[]>> {
  const shown = relative(rootDir, resolve(rootDir, file)).replaceAll('\\', '/');
  const kind = extname(file).toLowerCase();
  if (kind === '.yaml' || kind === '.yml') return readYaml(rootDir, shown);
  if (kind === '.csv') return readCsv(resolve(rootDir, file), shown);
  return failed(fileFailure({ file: shown }, 'a file that ends in .csv, .yaml or .yml', `"${kind}"`));
}

const fileFailure = (where: Place, expected: string, found: string, fix = 'Correct the file.'): Failure => ({
  code: 'CUSTOMERS_FILE',
  expected,
  found,
  where,
  fix,
});

async function readCsv(path: string, file: string): Promise<Result<Row[]>> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return failed(fileFailure({ file }, 'a file that can be read', 'none', 'Name it by --file.'));
  try {
    const records: CsvRecord[] = [];
    // csv-parse counts a CR LF within quotes as two lines.
    parse(text.replaceAll('\r\n', '\n'), {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record: string[], { lines }) => {
        records.push({ record, line: lines });
        return null;
      },
    });
    return rowsOf(records, file);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = 'lines' in error ? Number(error.lines) : 1;
    return failed(
      fileFailure({ file, line }, 'CSV as RFC 4180 has it', error.code, 'Close every quote, and double those within.'),
    );
  }
}

interface CsvRecord {
  record: string[];
  /** The line at which it ends. */
  line: number;
}

function rowsOf(records: readonly CsvRecord[], file: string): Result<Row[]> {
  const [head, ...rest] = records;
  const header = head?.record ?? [];
  const bad = headerFailure(header, { file, line: head?.line ?? 1 });
  if (bad !== undefined) return failed(bad);
  const failures = rest.flatMap(({ record, line }): Failure[] => {
    if (record.length === header.length) return [];
    const where = { file, line };
    return [
      fileFailure(
        where,
        `${header.length} columns`,
        `${record.length}`,
        'Put a value that holds a comma in double quotes.',
      ),
    ];
  });
  if (failures.length > 0) return failed(...failures);
  if (rest.length === 0) return failed(fileFailure({ file }, 'a customer in every line after the header', 'no line'));
  const row = ({ record, line }: CsvRecord): Row => ({
    values: Object.fromEntries(record.flatMap((value, index) => (value === '' ? [] : [[header[index], value]]))),
    where: { file, line },
  });
  return ok(rest.map(row));
}

function headerFailure(header: readonly string[], where: Place): Failure | undefined {
  const missing = REQUIRED_COLUMNS.filter((column) => !header.includes(column));
  const unknown = header.filter((column) => !isColumn(column));
  const twice = header.filter((column, index) => header.indexOf(column) !== index);
  if (missing.length + unknown.length + twice.length === 0) return undefined;
  const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');
  const found = [
    ...(missing.length > 0 ? [`no ${quoted(missing)}`] : []),
    ...(unknown.length > 0 ? [`unknown ${quoted(unknown)}`] : []),
    ...(twice.length > 0 ? [`twice ${quoted(twice)}`] : []),
  ];
  return fileFailure(
    where,
    `the columns ${REQUIRED_COLUMNS.join(', ')} and, where wanted, ${OPTIONAL_COLUMNS.join(', ')}`,
    found.join('; '),
    'Correct the header.',
  );
}

async function readYaml(rootDir: string, file: string): Promise<Result<Row[]>> {
  const yaml = await readYamlFile(rootDir, file);
  if (!yaml.ok) return yaml;
  const { value, placeOf, placeOfKey } = yaml.value;
  const hasKey = typeof value === 'object' && value !== null && 'customers' in value;
  const list: unknown = hasKey ? value.customers : value;
  const base = hasKey ? ['customers'] : [];
  if (!Array.isArray(list) || list.length === 0) {
    return failed(fileFailure(placeOf(base), 'a list of customers', describeType(list)));
  }
  const failures: Failure[] = [];
  const rows = list.map((entry: unknown, index): Row => {
    const where = placeOf([...base, index]);
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
      failures.push(fileFailure(where, `a map with ${REQUIRED_COLUMNS.join(', ')}`, describeType(entry)));
      return { values: {}, where };
    }
    const values = Object.entries(entry).flatMap(([key, content]): [Column, string][] => {
      const text = textOf(content);
      if (isColumn(key) && text !== undefined) return [[key, text]];
      failures.push(
        isColumn(key)
          ? fileFailure(placeOf([...base, index, key]), 'a text, or a list of texts', describeType(content))
          : fileFailure(placeOfKey([...base, index, key]), `one of ${COLUMNS.join(', ')}`, `"${key}"`),
      );
      return [];
    });
    return { values: Object.fromEntries(values), where };
  });
  return failures.length > 0 ? failed(...failures) : ok(rows);
}

function textOf(content: unknown): string | undefined {
  if (typeof content === 'string') return content.trim();
  return Array.isArray(content) && content.every((item) => typeof item === 'string') ? content.join(',') : undefined;
}
