import { collectDomains } from '../../../../library/collect-domains.ts';
import type { Event } from '../../../../library/contract.ts';
import { claimOf, type DomainClaim } from '../../../../library/domain-claim.ts';
import { AUDIENCE, scopeName } from '../../../../library/scopes.ts';
import { attributeValue } from '../../bundle/admin-attribute.ts';
import { entriesOf } from '../../bundle/list-attribute.ts';
import { decideAsAction } from '../../verify/decide-as-action.ts';
import type { FindingCode } from '../catalogue.ts';
import type { Finding } from '../finding.ts';
import { connectionOf, enrolledFactors, loginEvent } from '../login-event.ts';
import type { OrganizationReadings } from '../read-organization.ts';
import type { PersonReadings } from '../read-people.ts';
import type { Subject } from '../subject.ts';
import { type Reason, reasonOf } from './reasons.ts';
import { previewStepUp, type StepUpPreview } from './step-up.ts';

/** Describes the result of this person's Express Configuration of this organization now, and its reasons. */
export interface Explanation {
  organization: { id: string; name: string };
  user: {
    id: string;
    email?: string;
    connection: string;
    roles: string[];
    factors: string[];
    attribute: string;
    entries: number;
  };
  /** What Okta shows: 403 and 503 are its "Failed to Express Configure the application". */
  okta: 'success' | '403' | '503';
  /** The scopes that would be granted. */
  granted: string[];
  /** All reasons, the one that is shown first at the front. */
  reasons: Reason[];
  /** Codes of findings on the tenant that affect everyone. */
  tenant: string[];
  stepUp: StepUpPreview;
  /** `undefined` where the sources were not asked: secrets that they need are not set here. */
  domains?: DomainClaim;
  /** Names of those secrets, where there are any. */
  secretsNotSet?: string[];
  /** The claims of the token if nothing prevents it, without those that Auth0 adds (`iat`, `exp`). */
  token?: Record<string, unknown>;
}

/** Names the tenant's findings after which Okta gets no token (503), and those after which nobody is let in (403). */
const NO_TOKEN: readonly string[] = [
  'OIN_KEY_MISSING',
  'OIN_KEY_EXPIRED',
  'OIN_KEY_NOT_FROM_GIT',
  'OIN_CLIENT_AUTHENTICATION',
] satisfies FindingCode[];
const NOBODY =
  /^(ACTION_(MISSING|NOT_DEPLOYED|NOT_BOUND|ORDER)|SYSTEM_API_|OIN_CLIENT_MISSING|EXPRESS_CONFIGURATION_MISSING|OIN_ORGANIZATION_PROMPT)/;

/** @param secrets values of the Actions' secrets by name, where they are known */
export async function explain(
  subject: Subject,
  { organization }: OrganizationReadings,
  person: PersonReadings,
  options: { findings: readonly Finding[]; secrets: Readonly<Record<string, string>> },
): Promise<Explanation> {
  const { policy, config, attribute } = subject.team;
  const event = loginEvent(subject, organization, person);
  const decision = decideAsAction(event, policy, config, subject.nowMs);
  const stepUp = previewStepUp(subject, event);
  const domains = await previewDomains(subject, event, options.secrets);
  const notSet = secretNames(subject.team).filter((name) => options.secrets[name] === undefined);
  // In the order of the Actions: a denied person is asked for no factor, and without a grant there are no domains.
  const [denial = []] = [decision.denied, stepUp.denied, domains && 'denied' in domains ? domains.denied : []].filter(
    (codes) => codes.length > 0,
  );
  const reasons = [...beforeActions(subject, person), ...denial];
  const codes = options.findings.map(({ code }) => code);
  const noToken = codes.filter((code) => NO_TOKEN.includes(code));
  const nobody = codes.filter((code) => NOBODY.test(code));
  const isRefused = reasons.length > 0 || nobody.length > 0;
  const granted = decision.granted.map(scopeName);
  const { user } = person;
  const value = attributeValue(attribute, user.app_metadata);
  const entries = attribute.isList ? entriesOf(value) : attribute.organizations(value);
  return {
    organization: { id: organization.id ?? '', name: organization.name ?? '' },
    user: {
      id: user.user_id ?? '',
      ...(user.email !== undefined && { email: user.email }),
      connection: connectionOf(person).name,
      roles: person.roles,
      factors: enrolledFactors(subject, person),
      attribute: attribute.key,
      entries: entries.length,
    },
    okta: isRefused ? '403' : noToken.length > 0 ? '503' : 'success',
    granted,
    reasons: reasons.map((code) => reasonOf(code, attribute.key)),
    tenant: [...new Set([...nobody, ...noToken])],
    stepUp,
    ...(domains && { domains }),
    ...(notSet.length > 0 && { secretsNotSet: notSet }),
    ...(!isRefused && noToken.length === 0 && { token: tokenPreview(subject, event, granted, domains) }),
  };
}

/** Returns what Auth0 itself refuses. */
function beforeActions({ tenant }: Subject, person: PersonReadings): string[] {
  const { user, isMember, connections } = person;
  const { name } = connectionOf(person);
  const isEnabled = connections?.some(({ connection }) => connection?.name === name);
  const isOfOin = tenant.oinConnections?.some((connection) => connection.name === name);
  const isPostLogin = tenant.oinClient?.organization_require_behavior === 'post_login_prompt';
  return [
    ...(user.blocked === true ? ['USER_BLOCKED'] : []),
    ...(isMember === false ? ['NOT_A_MEMBER'] : []),
    ...(isEnabled === false ? ['CONNECTION_NOT_ENABLED'] : []),
    ...(isPostLogin && isOfOin === false ? ['CONNECTION_NOT_OF_OIN_CLIENT'] : []),
  ];
}

/** Asks the sources as the Action asks them, with the secrets that they name; not where one of those is not set here. */
async function previewDomains(
  { team }: Subject,
  event: Event,
  secrets: Readonly<Record<string, string>>,
): Promise<DomainClaim | undefined> {
  const ofSources: Record<string, string> = {};
  for (const name of secretNames(team)) {
    const value = secrets[name];
    if (value === undefined) return undefined;
    ofSources[name] = value;
  }
  const withSecrets = { ...event, secrets: { ...event.secrets, ...ofSources } };
  return claimOf(await collectDomains(withSecrets, team.domains), team.domains);
}

const secretNames = ({ domains }: Subject['team']): string[] => domains.sources.flatMap((source) => source.secrets);

function tokenPreview(
  { tenant, domain }: Subject,
  event: Event,
  granted: readonly string[],
  domains: DomainClaim | undefined,
): Record<string, unknown> {
  const login = tenant.application?.express_configuration?.admin_login_domain ?? domain;
  const aliases = domains && 'aliases' in domains ? domains.aliases : [];
  return {
    iss: `https://${login}/`,
    sub: event.user.user_id,
    aud: AUDIENCE,
    azp: event.client.client_id,
    org_id: event.organization?.id,
    scope: granted.join(' '),
    ...(aliases.length > 0 && { express_configuration: { domain_aliases: aliases } }),
  };
}
