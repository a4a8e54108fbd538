import { jsonPart, pathPart, shellOption, shellWord } from '../shell.ts';
import { CATALOGUE, type FindingCode } from './catalogue.ts';
import type { CatalogueEntry } from './catalogue-entry.ts';

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
