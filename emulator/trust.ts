import tls from 'node:tls';

const trusted = new Set<string>();

/**
 * Makes this thread trust a certificate authority (PEM); once, since Node then reads all certificates anew
 * (docs/notes/local-tenant.md#https-only).
 */
export function trust(ca: string): void {
  if (trusted.has(ca)) return;
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ca]);
  trusted.add(ca);
}
