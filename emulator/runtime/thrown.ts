/** Longer ones are cut: the message becomes part of an address, whose length browsers and servers bound. */
const MAX_CHARACTERS = 1000;

/**
 * Returns name and message of any thrown value as text. Never throws: code can throw a value that is not an `Error` or
 * cannot be converted to text.
 */
export function describeThrown(thrown: unknown): { name: string; message: string } {
  try {
    const isError = thrown instanceof Error;
    return {
      name: bounded(isError ? String(thrown.name) : 'Error'),
      message: bounded(String(isError ? thrown.message : thrown)),
    };
  } catch {
    return { name: 'Error', message: '((the Action threw what has no text))' };
  }
}

/** Returns the text, or its beginning if it is too long for an address. */
export const bounded = (text: string): string =>
  text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS).replace(/[\ud800-\udbff]$/, '')}…`;
