/** Returns a number with its noun: `1 customer`, `2 customers`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
