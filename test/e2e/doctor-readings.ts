import type { Management } from 'auth0';
import { adminFlag } from '../../library/rules.ts';
import type { Subject } from '../../scripts/lib/doctor/subject.ts';
import { OURS } from './deploy-rig.ts';

/** What the local tenant refuses to be, made of what was read of a healthy one. */
export type Change = (subject: Subject) => Subject;

type Tenant = Subject['tenant'];

const tenantWith =
  (change: (tenant: Tenant) => Partial<Tenant>): Change =>
  (subject) => ({ ...subject, tenant: { ...subject.tenant, ...change(subject.tenant) } });

const applicationWith = (
  change: (express: Management.ExpressConfiguration) => Partial<Management.ExpressConfiguration>,
) =>
  tenantWith(({ application }) => {
    if (!application?.express_configuration) throw new Error('no express_configuration');
    const express = application.express_configuration;
    return { application: { ...application, express_configuration: { ...express, ...change(express) } } };
  });

type Action = Management.GetActionResponseContent;

const liveWith = (name: string, change: (action: Action) => Action | undefined) =>
  tenantWith(({ ours = new Map() }) => {
    const changed = change(ours.get(name) ?? {});
    const others = [...ours].filter(([other]) => other !== name);
    return { ours: new Map([...others, ...(changed ? [[name, changed] as const] : [])]) };
  });

const versionWith = (change: Partial<Management.ActionDeployedVersion>) =>
  liveWith(OURS[0] ?? '', (action) => ({ ...action, deployed_version: { ...action.deployed_version, ...change } }));

const apiWith = (change: Partial<Management.ResourceServer>) =>
  tenantWith(({ systemApis = [] }) => ({
    systemApis: systemApis.map((api) =>
      api.identifier === 'urn:auth0:express-configure' ? { ...api, ...change } : api,
    ),
  }));

const factorsOn = (...names: string[]) =>
  tenantWith(({ factors = [] }) => ({
    factors: factors.map((factor) => ({ ...factor, enabled: names.includes(factor.name ?? '') })),
  }));

const otherPem = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo
4lgOEePzNm0tRgeLezV6ffAt0gunVTLw7onLRnrq0/IzW7yWR7QkrmBL7jTKEn5u
+qKhbwKfBstIs+bMY2Zkp18gnTxKLxoS2tFczGkPLPgizskuemMghRniWaoLcyeh
kd3qqGElvW/VDL5AaWTg0nLVkjRo9z+40RQzuVaE8AkAFmxZzow3x+VJYKdjykkJ
0iT9wCS0DRTXu269V264Vf/3jvredZiKRkgwlL9xNAwxXFg0x/XFw005UWVRIkdg
cKWTjpBP2dPwVZ4WWC+9aGVd+Gyn1o0CLelf4rEjGoXbAAEgAqeGUxrcIlbjXfbc
mwIDAQAB
-----END PUBLIC KEY-----
`;

const organizationsWith = (...metadata: string[]) =>
  tenantWith(() => ({
    organizations: metadata.map((domains, n) => ({ id: `org_${n}`, name: `customer-${n}`, metadata: { domains } })),
    flagged: undefined,
  }));

export const CHANGES: readonly [code: string, change: Change, ...besides: string[]][] = [
  ['CONNECTION_PROFILE_MISSING', tenantWith(() => ({ connectionProfiles: [] }))],
  ['USER_ATTRIBUTE_PROFILE_MISSING', tenantWith(() => ({ userAttributeProfiles: [] }))],
  ['OIN_CLIENT_MISSING', applicationWith(() => ({ okta_oin_client_id: 'gone' }))],
  [
    'OIN_CLIENT_MISSING',
    tenantWith(({ application, clients }) => ({
      clients: clients?.map(({ express_configuration: _, ...client }) => client),
      application: { ...application, express_configuration: undefined },
      oinClient: undefined,
      keys: undefined,
    })),
    'EXPRESS_CONFIGURATION_MISSING',
  ],
  ['LINKED_CLIENT_MISSING', applicationWith(() => ({ linked_clients: [{ client_id: 'gone' }] }))],
  [
    'INITIATE_LOGIN_TEMPLATE',
    applicationWith(() => ({ initiate_login_uri_template: 'http://app.acme.example/login' })),
  ],
  [
    'INITIATE_LOGIN_TEMPLATE',
    applicationWith(() => ({ initiate_login_uri_template: 'https://acme.example/?o={org}' })),
  ],
  [
    'ORGANIZATION_NAME_IN_QUERY',
    applicationWith(() => ({ initiate_login_uri_template: 'https://acme.example/?organization={organization_name}' })),
  ],
  [
    'CONNECTION_PREFIX_TEMPLATE',
    tenantWith(({ connectionProfiles = [] }) => ({
      connectionProfiles: connectionProfiles.map((each) => ({
        ...each,
        connection_name_prefix_template: 'org-{organization_name}',
      })),
    })),
  ],
  [
    'OIN_CLIENT_AUTHENTICATION',
    tenantWith(({ oinClient }) => ({ oinClient: { ...oinClient, token_endpoint_auth_method: 'client_secret_post' } })),
  ],
  ['OIN_KEY_NOT_FROM_GIT', (subject) => ({ ...subject, pem: otherPem })],
  ['FACTOR_ONLY_DEPENDENT', factorsOn('webauthn-platform')],
  [
    'FACTOR_EMAIL_MISSING',
    (subject) => ({
      ...subject,
      team: {
        ...subject.team,
        config: { ...subject.team.config, stepUp: { ...subject.team.config.stepUp, emailFirst: 'always' } },
      },
    }),
  ],
  ['ACTION_MISSING', liveWith(OURS[1] ?? '', () => undefined)],
  ['ACTION_NOT_DEPLOYED', liveWith(OURS[1] ?? '', ({ deployed_version: _, ...action }) => action)],
  ['ACTION_RUNTIME', versionWith({ runtime: 'node18' })],
  ['ACTION_TRIGGER_VERSION', versionWith({ supported_triggers: [{ id: 'post-login', version: 'v2' }] })],
  [
    'ACTION_LIMIT',
    tenantWith(({ bindings = [], actions = [] }) => {
      const names = Array.from({ length: 17 }, (_, n) => `other-${n}`);
      return {
        actions: [...actions, ...names.map((name) => ({ name, code: '' }))],
        bindings: [...names.map((name) => ({ id: name, action: { name } })), ...bindings],
      };
    }),
  ],
  [
    'ACTION_BINDING_FOREIGN',
    tenantWith(({ bindings = [] }) => ({ bindings: [...bindings, { id: 'gone', display_name: 'Integration' }] })),
  ],
  ['SYSTEM_API_MISSING', tenantWith(() => ({ systemApis: [] }))],
  ['SYSTEM_API_SCOPES', apiWith({ scopes: [{ value: 'express_configure:sso' }] })],
  ['SYSTEM_API_ENFORCEMENT_OFF', apiWith({ enforce_policies: false })],
  [
    'POLICY_ADMIN_FLAG',
    (subject) => ({
      ...subject,
      team: {
        ...subject.team,
        policy: { ...subject.team.policy, permit: [...subject.team.policy.permit, adminFlag()] },
      },
    }),
  ],
  ['DOMAIN_SHARED', organizationsWith('acme.com', 'acme.com')],
  ['DOMAIN_SHARED', organizationsWith('acme.com', 'eu.acme.com')],
  ['DOMAINS_INVALID', organizationsWith('["acme.com", "jane@globex.com"]')],
  ['DOMAINS_INVALID', (subject) => ({ ...organizationsWith('acme.com')(subject), team: owning(subject, 'acme.com') })],
  [
    'DOMAINS_MISSING',
    (subject) => ({
      ...organizationsWith('')(subject),
      team: { ...subject.team, domains: { ...subject.team.domains, required: true } },
    }),
  ],
];

const owning = ({ team }: Subject, domain: string): Subject['team'] => ({
  ...team,
  domains: { ...team.domains, ownDomains: [domain] },
});
