import type { SchemaObject } from 'ajv';
import { CURRENT_TRIGGERS } from '#actions-testing';
import { RUNTIME } from '../runtime.ts';
import { compileSchema } from './schema.ts';
import { sectionShapes } from './sections.ts';

export interface ActionYaml {
  name: string;
  /** The TypeScript source, relative to the tenant folder. */
  code: string;
  /** Filled in with `RUNTIME` where the file does not say it; nothing else is taken. */
  runtime: string;
  /** One trigger, in its current version. */
  supported_triggers: { id: string; version: string }[];
  dependencies?: { name: string; version: string }[];
  secrets?: { name: string; value: string }[];
}

/** Returns the id of the trigger that an Action is made for. */
export const triggerOf = ({ supported_triggers: [trigger] }: Pick<ActionYaml, 'supported_triggers'>): string =>
  trigger?.id ?? 'post-login';

/** An Action’s place in the trigger; the name is shown in the dashboard. */
export interface BindingYaml {
  action_name: string;
  display_name?: string;
}

export interface ExpressConfigurationYaml {
  /** Names in YAML; ids at Auth0. */
  connection_profile_id: string;
  user_attribute_profile_id: string;
  okta_oin_client_id: string;
  linked_clients?: { client_id: string }[];
  admin_login_domain?: unknown;
  initiate_login_uri_template?: unknown;
  [key: string]: unknown;
}

/** Describes an entry that is found on the tenant by its name. */
export interface Named {
  name: string;
  [key: string]: unknown;
}

/** Describes an application; keys that are not here pass through to auth0-deploy-cli. */
export interface ClientYaml extends Named {
  app_type?: string;
  express_configuration?: ExpressConfigurationYaml;
  client_metadata?: Record<string, string>;
}

/** Describes a connection or a database; it names applications. */
export interface ConnectionYaml extends Named {
  enabled_clients?: string[];
  options?: Record<string, unknown>;
}

/** A role; permissions it has on the tenant besides are kept. */
export interface RoleYaml extends Named {
  permissions?: { permission_name: string; resource_server_identifier: string }[];
}

/**
 * Describes Universal Login: the settings that this project writes, and those that pass through to auth0-deploy-cli.
 */
export interface PromptsYaml {
  universal_login_experience?: 'new' | 'classic';
  identifier_first?: boolean;
  webauthn_platform_first_factor?: boolean;
  [key: string]: unknown;
}

/** The parts of `tenant.yaml` this project reads. Every other section passes through to auth0-deploy-cli. */
export interface TenantFile {
  actions: ActionYaml[];
  /** The bindings by trigger; Actions of Express Configuration are bound to post-login. */
  triggers: { 'post-login': BindingYaml[]; [trigger: string]: BindingYaml[] };
  clients: ClientYaml[];
  connectionProfiles?: Named[];
  userAttributeProfiles?: Named[];
  resourceServers?: { identifier: string; [key: string]: unknown }[];
  roles?: RoleYaml[];
  databases?: ConnectionYaml[];
  connections?: ConnectionYaml[];
  guardianFactors?: { name: string; enabled: boolean; [key: string]: unknown }[];
  tenant?: Record<string, unknown>;
  prompts?: PromptsYaml;
  [section: string]: unknown;
}

const text = { type: 'string', minLength: 1 };
const closed = (required: string[], properties: object) => ({
  type: 'object',
  required,
  additionalProperties: false,
  properties,
});
const named = (properties: object = {}) => ({
  type: 'array',
  items: { type: 'object', required: ['name'], properties: { name: text, ...properties } },
});

const version = { type: 'string', shown: true };
/** The version of each trigger: an older one has another event. */
const versions = Object.entries(CURRENT_TRIGGERS).map(([id, trigger]) => ({
  if: { properties: { id: { const: id } }, required: ['id'] },
  // biome-ignore lint/suspicious/noThenProperty: JSON Schema's own keyword
  then: { properties: { version: { const: trigger.version } } },
}));

const actions = {
  type: 'array',
  items: closed(['name', 'code', 'supported_triggers'], {
    name: {
      type: 'string',
      maxLength: 255,
      pattern: '^[A-Za-z0-9\u00C0-\uD7FF](?:[A-Za-z0-9\u00C0-\uD7FF ._()-]*[A-Za-z0-9\u00C0-\uD7FF)])?$',
      shown: true,
      says: {
        expected:
          'an Action name of letters, digits, spaces and . _ ( ) -, which begins and ends with a letter or a digit',
        fix: 'Rename the Action: its file in the output has the same name.',
      },
    },
    code: {
      type: 'string',
      pattern: '^\\.\\./actions/[a-z0-9-]+\\.(ts|js|cjs)$',
      shown: true,
      says: {
        expected: 'an Action source such as ../actions/step-up.ts',
        fix: 'Name a .ts, .js or .cjs file of the folder actions/.',
      },
    },
    runtime: {
      const: RUNTIME,
      says: {
        expected: `runtime: ${RUNTIME}`,
        fix: `Leave it out: bundles are made for ${RUNTIME}, and deployed with it.`,
      },
    },
    supported_triggers: {
      type: 'array',
      minItems: 1,
      maxItems: 1,
      items: {
        ...closed(['id', 'version'], { id: { enum: Object.keys(CURRENT_TRIGGERS) }, version }),
        allOf: versions,
      },
    },
    dependencies: { type: 'array', items: closed(['name', 'version'], { name: text, version: text }) },
    secrets: { type: 'array', items: closed(['name', 'value'], { name: text, value: text }) },
  }),
};

const bindings = {
  type: 'array',
  items: closed(['action_name'], { action_name: text, display_name: { type: 'string' } }),
};
const triggers = closed(
  ['post-login'],
  Object.fromEntries(
    Object.entries(CURRENT_TRIGGERS)
      .filter(([, { isBound }]) => isBound)
      .map(([id]) => [id, bindings]),
  ),
);

/**
 * Limits of `POST /connection-profiles`; the documentation's own sample breaks both
 * (docs/notes/express-configuration.md#connection-name-prefix).
 */
const connectionNamePrefixTemplate = {
  type: 'string',
  maxLength: 15,
  pattern: '^(?!-)(?!.*--)(?:[a-zA-Z0-9-]|\\{org_id\\}|\\{org_name\\})*$',
  shown: true,
  says: {
    code: 'PREFIX_TEMPLATE',
    expected: 'at most 15 characters of letters, digits, single hyphens, {org_id} and {org_name}',
    fix: 'Shorten or correct the template, for instance okta-{org_name}.',
  },
};

/** Returns whether Auth0 accepts a text as `connection_name_prefix_template` of a connection profile. */
export const isConnectionNamePrefixTemplate = (template: string): boolean =>
  template.length <= connectionNamePrefixTemplate.maxLength &&
  new RegExp(connectionNamePrefixTemplate.pattern).test(template);

const expressConfiguration = {
  type: 'object',
  required: [
    'initiate_login_uri_template',
    'user_attribute_profile_id',
    'connection_profile_id',
    'enable_client',
    'enable_organization',
    'okta_oin_client_id',
    'admin_login_domain',
  ],
  properties: {
    connection_profile_id: text,
    user_attribute_profile_id: text,
    okta_oin_client_id: text,
    linked_clients: { type: 'array', items: closed(['client_id'], { client_id: text }) },
  },
};

const permission = {
  type: 'object',
  required: ['permission_name', 'resource_server_identifier'],
  properties: { permission_name: text, resource_server_identifier: text },
};
const connections = named({ enabled_clients: { type: 'array', items: text }, options: { type: 'object' } });

/** The JSON Schema of `tenant.yaml` once its keywords are resolved, with a `RuleText` under `says`. */
export const TENANT_FILE_SCHEMA: SchemaObject = {
  type: 'object',
  required: ['actions', 'triggers', 'clients'],
  properties: {
    ...sectionShapes(),
    actions,
    triggers,
    clients: named({
      app_type: text,
      express_configuration: expressConfiguration,
      client_metadata: { type: 'object', additionalProperties: { type: 'string' } },
    }),
    connectionProfiles: named({ connection_name_prefix_template: connectionNamePrefixTemplate }),
    userAttributeProfiles: named(),
    resourceServers: {
      type: 'array',
      items: { type: 'object', required: ['identifier'], properties: { identifier: text } },
    },
    roles: named({ permissions: { type: 'array', items: permission } }),
    databases: connections,
    connections,
    guardianFactors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'enabled'],
        properties: { name: text, enabled: { type: 'boolean' } },
      },
    },
    tenant: { type: 'object' },
    prompts: {
      type: 'object',
      properties: {
        universal_login_experience: { enum: ['new', 'classic'] },
        identifier_first: { type: 'boolean' },
        webauthn_platform_first_factor: { type: 'boolean' },
      },
    },
  },
};

export const isTenantFile = compileSchema<TenantFile>(TENANT_FILE_SCHEMA);
