/** Throws the messages of the JSON schema validator with which Auth0's harness checks arguments. */

/** Throws what the validator finds, `property` being the last step of the path it names. */
export function refuse(property: string, fault: string): never {
  throw new Error(`${property} ${fault}`);
}

/** Checks a text; throws `PROPERTY must be string`, or where it has more than `maxCharacters` code points. */
export function checkText(property: string, value: unknown, maxCharacters = Number.POSITIVE_INFINITY): void {
  const fault = textFault(property, value, maxCharacters);
  if (fault !== undefined) throw new Error(fault);
}

/** Returns what is wrong with a text, or nothing. */
export function textFault(property: string, value: unknown, maxCharacters: number): string | undefined {
  if (typeof value !== 'string') return `${property} must be string`;
  if ([...value].length <= maxCharacters) return undefined;
  return `${property} must NOT have more than ${maxCharacters} characters`;
}

/** Checks that a value is an object with no other keys than `names`; throws the validator's message. */
export function checkObject(property: string, value: unknown, names: readonly string[]): asserts value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse(property, 'must be object');
  if (Object.keys(value).some((name) => !names.includes(name))) refuse(property, 'must NOT have additional properties');
}
