/**
 * Returns the user's second factors as an event shows them; `multifactor` leaves out email
 * (adaptive-mfa/customize-adaptive-mfa).
 */
export function enrolledFactors(types: readonly string[]): {
  multifactor: string[];
  enrolledFactors: { type: string }[];
} {
  const unique = [...new Set(types)];
  return {
    multifactor: unique.filter((type) => type !== 'email'),
    enrolledFactors: unique.map((type) => ({ type })),
  };
}
