/** Returns the words of a list that OAuth separates by spaces, such as `scope`; none of what is no text. */
export const splitList = (list: unknown): string[] =>
  typeof list === 'string' ? list.split(' ').filter((word) => word !== '') : [];
