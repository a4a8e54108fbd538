import { relative, resolve, sep } from 'node:path';
import type { User } from '../../../library/contract.ts';
import { failed, ok, type Result } from '../failures.ts';
import { compileSchema, schemaFailures } from '../manifest/schema.ts';
import { readYamlFile } from '../manifest/yaml-file.ts';

/** Describes the answer of `GET /api/v2/users/{id}`, as far as a login's event shows it. */
export type UserFile = Partial<Omit<User, 'enrolledFactors'>>;

const text = { type: 'string' };
const map = { type: 'object' };
const PROPERTIES = {
  user_id: { type: 'string', minLength: 1 },
  email: text,
  email_verified: {
    type: 'boolean',
    says: { expected: 'email_verified to be true or false', fix: 'Take the quotes off.' },
  },
  name: text,
  given_name: text,
  family_name: text,
  nickname: text,
  username: text,
  picture: text,
  phone_number: text,
  phone_verified: { type: 'boolean' },
  last_password_reset: text,
  created_at: text,
  updated_at: text,
  app_metadata: map,
  user_metadata: map,
  identities: {
    type: 'array',
    items: {
      type: 'object',
      properties: { connection: text, provider: text, user_id: text, isSocial: { type: 'boolean' }, profileData: map },
    },
  },
  multifactor: { type: 'array', items: text },
};

const isUserFile = compileSchema<UserFile>({
  type: 'object',
  says: { expected: 'one user, as GET /api/v2/users/{id} answers it', fix: 'Save one user as JSON or YAML.' },
  properties: PROPERTIES,
});

/**
 * Reads a user from JSON or YAML. Fields that an event does not show, `last_ip` for instance, are left out.
 *
 * @param file relative to the project, or absolute
 */
export async function readUserFile(rootDir: string, file: string): Promise<Result<UserFile>> {
  const yaml = await readYamlFile(rootDir, relative(rootDir, resolve(rootDir, file)).replaceAll(sep, '/'));
  if (!yaml.ok) return yaml;
  const { value } = yaml.value;
  if (isUserFile(value)) {
    const known = Object.entries(value).filter(([key]) => Object.hasOwn(PROPERTIES, key));
    return ok(Object.fromEntries(known));
  }
  return failed(...schemaFailures(isUserFile.errors, yaml.value));
}
