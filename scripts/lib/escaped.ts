/** Escapes for a text in double quotes, of YAML or JSON; `#` and `@` too: a mark in the value would be replaced like any other. */
export const escaped = (value: string): string =>
  value.replace(/[^\x20-\x7e]|["\\#@]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
