import type { SchemaObject } from 'ajv';
import { failed, ok, type Result } from '../failures.ts';
import { compileSchema, schemaFailures } from './schema.ts';
import type { ClientYaml, ExpressConfigurationYaml, TenantFile } from './tenant-file.ts';
import type { YamlFile } from './yaml-file.ts';

/** `app_type` of the client Okta uses, one for every published application. */
export const OIN_APP_TYPE = 'express_configuration';

export interface OinClientYaml {
  name: string;
  app_type: typeof OIN_APP_TYPE;
  organization_require_behavior: 'pre_login_prompt' | 'post_login_prompt';
  description?: string;
  logo_uri?: string;
}

/** Describes the application that is published to the OIN. */
export interface PublishedClientYaml extends ClientYaml {
  express_configuration: ExpressConfigurationYaml;
}

/**
 * Describes the integration of one `tenant.yaml`: the application published to the OIN, and the client that Okta uses
 * for it.
 */
export interface Integration {
  published: PublishedClientYaml;
  oin: OinClientYaml;
}

const text = { type: 'string', minLength: 1 };

/** Closed: the client's key comes last, through the deploy, and nothing else here may weaken it. */
export const OIN_CLIENT_SCHEMA: SchemaObject = {
  type: 'object',
  required: ['name', 'app_type', 'organization_require_behavior'],
  additionalProperties: false,
  properties: {
    name: text,
    app_type: { const: OIN_APP_TYPE },
    organization_require_behavior: { enum: ['pre_login_prompt', 'post_login_prompt'] },
    description: text,
    logo_uri: text,
  },
};

const isOinClient = compileSchema<OinClientYaml>(OIN_CLIENT_SCHEMA);

export function findIntegration({ clients }: TenantFile, yaml: YamlFile): Result<Integration> {
  const [published, ...otherPublished] = clients.filter(isPublished);
  const [oin, ...otherOin] = clients.filter((client) => client.app_type === OIN_APP_TYPE);
  if (!published || !oin || otherPublished.length + otherOin.length > 0) {
    const count = (first: unknown, others: unknown[]): number => (first === undefined ? 0 : others.length + 1);
    return failed({
      code: 'INTEGRATION_COUNT',
      expected: `one client with \`express_configuration:\` and one with \`app_type: ${OIN_APP_TYPE}\``,
      found: `${count(published, otherPublished)} and ${count(oin, otherOin)}`,
      where: yaml.placeOfKey(['clients']),
      fix: 'Describe one OIN integration here; link further applications with `linked_clients:`.',
    });
  }
  if (isOinClient(oin)) return ok({ published, oin });
  return failed(...schemaFailures(isOinClient.errors, yaml, ['clients', clients.indexOf(oin)]));
}

const isPublished = (client: ClientYaml): client is PublishedClientYaml => client.express_configuration !== undefined;
