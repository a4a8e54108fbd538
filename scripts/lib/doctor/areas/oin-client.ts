import type { Management } from 'auth0';
import { OIN_APP_TYPE } from '../../manifest/integration.ts';
import { DEPLOY, type Descriptions } from '../description.ts';
import { type Finding, findingOf } from '../finding.ts';
import type { Subject } from '../subject.ts';

/** Describes the findings of this area. */
export const OIN_CLIENT = {
  OIN_CLIENT_MISSING: {
    severity: 'problem',
    requirement: 'R13',
    why: 'It is the client that Okta asks for tokens as.',
    fix: DEPLOY,
  },
  OIN_ORGANIZATION_USAGE: {
    severity: 'warning',
    requirement: 'B15',
    why: 'The prompt for the organization applies only where organizations are allowed. Auth0 creates this client with require.',
    fix: 'Run: auth0 api patch "clients/<client>" --data \'{"organization_usage":"require"}\'',
  },
  OIN_ORGANIZATION_PROMPT: {
    severity: 'problem',
    requirement: 'R16',
    why: 'Without a prompt the administrator is in no organization, and every token is refused (EC_NO_ORG).',
    fix: 'Run: auth0 api patch "clients/<client>" --data \'{"organization_require_behavior":"pre_login_prompt"}\'',
  },
  OIN_CONNECTION_MISSING: {
    severity: 'problem',
    requirement: 'R17',
    why: 'With Prompt for Credentials administrators log in by connections of the OIN client, and it has none.',
    fix: 'Run: auth0 api patch "connections/CONNECTION_ID/clients" --data \'[{"client_id":"<client>","status":true}]\' for each connection that holds administrators.',
  },
} as const satisfies Descriptions;

const finding = findingOf(OIN_CLIENT);

const PROMPTS: readonly unknown[] = ['pre_login_prompt', 'post_login_prompt'];

/** Judges the client as which Okta requests tokens. */
export function judgeOinClient({ tenant, built }: Subject): Finding[] {
  const { application, oinClient, oinConnections, clients } = tenant;
  if (clients === undefined) return [];
  const express = application?.express_configuration;
  const found = express ? judgeNamed(express.okta_oin_client_id, clients) : [];
  if (oinClient === undefined) {
    if (express) return found;
    return [finding('OIN_CLIENT_MISSING', `no client "${built.manifest.integration.oin.name}"`)];
  }
  const slots = { client: oinClient.client_id ?? '' };
  const { organization_usage: usage, organization_require_behavior: behavior } = oinClient;
  if (usage === 'deny') found.push(finding('OIN_ORGANIZATION_USAGE', 'organization_usage is deny', slots));
  if (!PROMPTS.includes(behavior)) {
    found.push(finding('OIN_ORGANIZATION_PROMPT', `organization_require_behavior is ${behavior ?? 'unset'}`, slots));
  }
  if (behavior === 'post_login_prompt' && oinConnections?.length === 0) {
    found.push(finding('OIN_CONNECTION_MISSING', 'Prompt for Credentials, and no connection is enabled', slots));
  }
  return found;
}

/** Judges the client that the application names as Okta's. */
function judgeNamed(id: string, clients: readonly Management.Client[]): Finding[] {
  const named = clients.find(({ client_id }) => client_id === id);
  if (named?.app_type === OIN_APP_TYPE) return [];
  const what = named === undefined ? 'no client' : `no client of app_type ${OIN_APP_TYPE}`;
  return [finding('OIN_CLIENT_MISSING', `${what} ${id}`)];
}
