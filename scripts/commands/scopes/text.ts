import type { ScopesReport } from './run.ts';

/** Renders one scope per line, to paste or pipe. */
export function scopesText({ scopes, unknownSections }: ScopesReport): string {
  const note = `Note: what ${unknownSections.join(', ')} in tenant.yaml ask for besides is not known here.`;
  return [...scopes, ...(unknownSections.length > 0 ? [note] : []), ''].join('\n');
}
