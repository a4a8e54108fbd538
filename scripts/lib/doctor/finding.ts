import { jsonPart, pathPart, shellOption, shellWord } from '../shell.ts';
import type { Description, Descriptions } from './description.ts';

/** Describes a finding on a tenant. */
export interface Finding extends Description {
  /** Stable: a key of `CATALOGUE` (catalogue.ts). */
  code: string;
  found: string;
  /** Name of the organization it is about, where it is about one. */
  organization?: string;
}

/**
 * Returns the function that makes an area's findings: it takes a code that the area describes, what was found, and what
 * the `<slots>` of the fix are here. An organization among the slots is the one that the finding is about.
 */
export const findingOf =
  <Area extends Descriptions>(area: Area) =>
  (code: keyof Area & string, found: string, slots: Readonly<Record<string, string>> = {}): Finding => {
    const description: Description = area[code] as Description;
    const fix = filledIn(description.fix, slots);
    const { organization } = slots;
    return { code, ...description, fix, found, ...(organization !== undefined && { organization }) };
  };

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

/** Returns the slots of a finding about one organization. */
export const organizationSlots = ({ name = '', id = '' }: { name?: string | undefined; id?: string | undefined }) => ({
  organization: name,
  organizationId: id,
});

/** Returns whether a person has to do something about it now. */
export const needsSomeone = ({ severity }: Finding): boolean => severity === 'problem' || severity === 'warning';
