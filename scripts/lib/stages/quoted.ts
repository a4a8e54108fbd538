import { escaped } from '../escaped.ts';

const SUFFIX = '__IN_QUOTES';

/** Holds YAML for auth0-deploy-cli, and the values of its keywords. */
export interface QuotedYaml {
  yaml: string;
  keywords: Record<string, string>;
}

/**
 * Prepares YAML whose texts are all in double quotes for secrets of any kind. auth0-deploy-cli replaces keywords in the
 * text of the file, one variable after the other: each secret goes in as the escapes of a double-quoted text, so that
 * no quote, backslash, line end or mark in it means anything.
 */
export function quotedYaml(yaml: string, secrets: Readonly<Record<string, string>>): QuotedYaml {
  const keywords: Record<string, string> = {};
  // In one pass: the name of one secret may be the keyword of another.
  const text = yaml.replace(/##(\w+)##|@@(\w+)@@/g, (mark, inText?: string, whole?: string) => {
    const name = inText ?? whole ?? '';
    const value = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    if (value === undefined) return mark;
    keywords[`${name}${SUFFIX}`] = escaped(value);
    return `##${name}${SUFFIX}##`;
  });
  return { yaml: text, keywords };
}
