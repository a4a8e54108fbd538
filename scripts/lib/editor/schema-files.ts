import { readSpecification } from '../management-api/specification.ts';
import { ENVIRONMENT_FILE_SCHEMA } from '../manifest/environment.ts';
import { customersSchema } from './customers-schema.ts';
import { editorForm } from './editor-form.ts';
import { tenantSchema } from './tenant-schema.ts';

const environmentSchema = () => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'tenant/environments/NAME.yaml',
  ...Object(editorForm(ENVIRONMENT_FILE_SCHEMA, { keywords: false })),
  type: ['object', 'null'],
});

/** Returns the content of `tenant/schemas/`, by name of the file. `write-schemas.ts` writes it, a test compares it. */
export const schemaFiles = (specification = readSpecification()): Record<string, string> => ({
  'customers.schema.json': jsonOf(customersSchema()),
  'environment.schema.json': jsonOf(environmentSchema()),
  'tenant.schema.json': jsonOf(tenantSchema(specification)),
});

const jsonOf = (schema: object): string => `${JSON.stringify(schema, null, 1)}\n`;
