import type { TenantState } from './state.ts';

/** New random hex digits, as Auth0 has them in tokens of SCIM and TXT records (recorded traffic, 2025-11 and 2026-01). */
export function hexDigits(state: TenantState, length: number): string {
  let digits = '';
  while (digits.length < length) digits += state.newUuid().replaceAll('-', '');
  return digits.slice(0, length);
}
