import { jsonPart, pathPart, shellOption, shellWord } from '../shell.ts';
import { CATALOGUE, type FindingCode } from './catalogue.ts';

/**
 * `problem`: Express Configuration fails, or lets in who should not. `warning`: it may, or will soon. `manual`: nothing
 * but a person can do or see it. `unknown`: it was not looked at.
 */
export type Severity = 'problem' | 'warning' | 'manual' | 'unknown';

/** What the catalogue says of a code, whatever tenant it is found on. */
export interface CatalogueEntry {
  severity: Severity;
  /** An id of docs/coverage.md: a requirement, limitation, mistake or threat, such as R05, L2, B26 or T21. */
  requirement: string;
  why: string;
  /** An imperative sentence, with the command where there is one; `<slots>` are filled in by {@link finding}. */
  fix: string;
}

/** One thing that was found on a tenant. */
export interface Finding extends CatalogueEntry {
  /** Stable. */
  code: FindingCode;
  found: string;
  /** Name of the organization it is about, where it is about one. */
  organization?: string;
}

/** @param slots what `<slots>` of the fix stand for here */
export function finding(code: FindingCode, found: string, slots: Readonly<Record<string, string>> = {}): Finding {
  const entry: CatalogueEntry = CATALOGUE[code];
  const fix = filledIn(entry.fix, slots);
  return { code, ...entry, fix, found, ...(slots.organization !== undefined && { organization: slots.organization }) };
}

/**
 * Returns a fix with its slots filled in, each as its place demands: within the path of `auth0 api METHOD "path"`, within
 * the JSON of `--data '…'`, or as a word or option of the command.
 */
export const filledIn = (fix: string, slots: Readonly<Record<string, string>>): string => {
  const fill = (text: string, as: (value: string, option?: string) => string): string =>
    text.replaceAll(/(?:--(\w+) )?<(\w+)>/g, (slot, option: string | undefined, name: string) => {
      const value = slots[name];
      return value === undefined ? slot : as(value, option);
    });
  return fill(
    fix
      .replaceAll(/auth0 api \w+ "[^"]*"/g, (command) => fill(command, pathPart))
      .replaceAll(/--data '[^']*'/g, (data) => fill(data, jsonPart)),
    (value, option) => (option === undefined ? shellWord(value) : shellOption(option, value)),
  );
};

/** Whether someone has to do something about it now. */
export const needsSomeone = ({ severity }: Finding): boolean => severity === 'problem' || severity === 'warning';
