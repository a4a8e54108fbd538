import { columns, indent, valueText } from './columns.ts';
import type { LoginAccount, OwnLoginAccount } from './sample-login.ts';
import type { LoopAccount } from './sample-loop.ts';

export interface SampleAccount {
  deploy: { actions: { name: string; sha256: string; version: number }[]; requests: number; writes: number };
  /** Acme's admin, permitted by attribute. */
  login: LoginAccount;
  /** Globex's admin, permitted by role: RBAC lets the scopes through, so the consent page lists them. */
  loginByRole: LoginAccount;
  /** Logins of people of the team's own samples (`actions/samples.ts`). */
  ownLogins: OwnLoginAccount[];
  /** What Okta did with acme's token, and what acme's people can do then. */
  loop: LoopAccount;
}

const CLAIMS = ['aud', 'azp', 'org_id', 'scope', 'express_configuration'];

/** Renders the account for people: what was deployed, what each Action decided and did, and the tokens. */
export function renderAccount({ deploy, login, loginByRole, ownLogins, loop }: SampleAccount): string {
  const deployed = deploy.actions.map(({ name, sha256, version }) => [name, `version ${version}`, `sha256 ${sha256}`]);
  return [
    `Deployed (${deploy.requests} requests, ${deploy.writes} of them writes)`,
    ...indent(columns(deployed)),
    '',
    "Login of acme's admin, permitted by attribute",
    ...indent(loginLines(login)),
    '',
    "Login of globex's admin, permitted by role",
    ...indent(loginLines(loginByRole)),
    '',
    ...ownLogins.flatMap(ownLines),
    "Acme's Okta and acme's people",
    ...indent(loopLines(loop)),
    '',
  ].join('\n');
}

function ownLines({ person, organization, shows, login, refused = '' }: OwnLoginAccount): string[] {
  const lines = login === undefined ? [`refused: ${refused}`] : loginLines(login);
  return [`Login of ${person} at ${organization}: ${shows}`, ...indent(lines), ''];
}

function loginLines({ actions, consent, claims }: LoginAccount): string[] {
  const decided = actions.flatMap(({ name, reasons, commands }) => [
    `${name}: ${reasons.join(', ')}`,
    ...indent(commands),
  ]);
  const shown = CLAIMS.filter((claim) => claim in claims).map((claim) => [claim, valueText(claims[claim])]);
  const listed = consent.length === 0 ? 'consent given, no API permission to list' : `consent to ${consent.join('; ')}`;
  return [...decided, listed, 'access token, signature verified against the JWKS', ...indent(columns(shown))];
}

function loopLines({ steps, stopped }: LoopAccount): string[] {
  const lines = columns(steps.map(({ step, outcome }) => [step, outcome]));
  return stopped === undefined ? lines : [...lines, `stopped at: ${stopped.step}: ${stopped.outcome}`];
}
