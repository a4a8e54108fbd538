/**
 * Objects that Auth0 lets grow by keys of an identity provider's, of a tenant's or of its own, by their paths. The vendor's types give them
 * an index signature.
 */
const GROWING: ReadonlySet<string> = new Set([
  'event.authentication.riskAssessment.supplemental.akamai',
  'event.organization',
  'event.request.geoip',
  'event.session_transfer_token.request.geoip',
  'event.transaction',
  ...['', '.act', '.act.act', '.act.act.act', '.act.act.act.act'].map((end) => `event.transaction.actor${end}`),
  'event.user',
  'event.user.enrolledFactors[]',
  'event.user.identities[]',
]);

/** @param path of an object in an event, indexes in brackets */
export const isOpenObject = (path: string): boolean => GROWING.has(path.replace(/\[\d+\]/g, '[]'));

/** Below this length a name is close to too many others. */
const LONG_NAME = 5;

/**
 * Returns whether a key of a growing object is a slip of the pen for a known one, which it replaces or leaves out letters of.
 * `emails` and `email2` are names of their own.
 */
export const isMisspelling = (key: string, known: string, distance: number): boolean =>
  distance <= (known.length < LONG_NAME ? 1 : 2) && !key.startsWith(known) && !key.endsWith(known);
