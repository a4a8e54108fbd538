const MOST_NAMED = 10;

/** Lists at most {@link MOST_NAMED} connections by name. */
export const connectionNames = (connections: readonly { name?: string | undefined }[]): string => {
  const names = connections.slice(0, MOST_NAMED).map(({ name }) => `"${name}"`);
  const more = connections.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
};
