/**
 * Lists the paths of objects that Auth0 lets grow by keys of an identity provider, of a tenant or of its own. The
 * vendor's types give them an index signature.
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

/** A shorter name is close to too many others. */
const LONG_NAME = 5;

/**
 * Returns whether a key of an open object is probably a misspelling of a known one: letters are replaced or left out.
 * `emails` and `email2` are different names.
 */
export const isMisspelling = (key: string, known: string, distance: number): boolean =>
  distance <= (known.length < LONG_NAME ? 1 : 2) && !key.startsWith(known) && !key.endsWith(known);
