/** Where the emulator answers otherwise than the published schemas say, each with the reason. */
export interface Exception {
  /** Operation and status, as `GET /clients 200`. */
  place: RegExp;
  problem: RegExp;
  reason: string;
}

const UNLISTED = /^the status is not listed$/;

export const EXCEPTIONS: readonly Exception[] = [
  {
    place: / (401|403|429)$/,
    problem: UNLISTED,
    reason: 'token, scope and rate are checked before every operation; the SCIM operations do not list it',
  },
  {
    place: /^POST \/clients 201$/,
    problem: /^\/client_authentication_methods\/private_key_jwt\/credentials\[\] must NOT have additional properties/,
    reason: 'a client made with whole keys answers with them (recorded 2025-11); only their ids are published',
  },
  {
    place: / 404$/,
    problem: UNLISTED,
    reason:
      'a few operations on one thing list no 404, `PATCH /organizations/{id}` among them; what is not there is 404',
  },
  {
    place: /^PATCH .* 409$/,
    problem: UNLISTED,
    reason: 'a name that is taken is listed as 409 for creations; changes are taken to be refused alike',
  },
  {
    place: / 413$/,
    problem: UNLISTED,
    reason: 'a body beyond the limit is refused before any operation',
  },
  {
    place: /^DELETE \/(connection|user-attribute)-profiles\/\{id\} 400$/,
    problem: UNLISTED,
    reason: 'a profile in use stays, on purpose: what Auth0 does is not documented',
  },
  {
    place: / 200$/,
    problem: /must match exactly one schema in oneOf \{"passingSchemas":\[\d,\d\]\}$/,
    reason: 'the schemas of a page and of a checkpoint overlap: a list that both allow breaks "exactly one"',
  },
];

export const exceptionFor = (place: string, problem: string): Exception | undefined =>
  EXCEPTIONS.find((exception) => exception.place.test(place) && exception.problem.test(problem));
