/**
 * Returns the elements of a list that OAuth separates by spaces, such as `scope`; an empty list for anything but a
 * string.
 */
export const splitList = (list: unknown): string[] =>
  typeof list === 'string' ? list.split(' ').filter((word) => word !== '') : [];
