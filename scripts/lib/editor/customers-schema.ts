import { SCOPES } from '../../../library/scopes.ts';
import { EMAIL, MAX_DISPLAY_NAME_LENGTH, NAME, USER_ID } from '../onboard/check-customer.ts';
import { GRANTS, SIGN_IN_METHODS } from '../onboard/customer.ts';
import { type Column, OPTIONAL_COLUMNS, REQUIRED_COLUMNS } from '../onboard/read-customers.ts';
import { whenever } from './editor-form.ts';

const text = { type: 'string', minLength: 1 };
const SEPARATOR = '[,;\\s]+';
const scope = `(?:${SCOPES.join('|')})`;
/** Returns the schema of a value that is one text or a list. */
const several = (one: object, all: object) => ({ anyOf: [all, { type: 'array', minItems: 1, items: one }] });

const COLUMNS: Readonly<Record<Column, object>> = {
  organization: { type: 'string', pattern: NAME.source },
  admin: {
    type: 'string',
    anyOf: [{ pattern: EMAIL.source }, { pattern: USER_ID.source }],
    errorMessage: 'Expected an email address, or a user id such as auth0|5f7c8ec7c33c6c004bbafe82.',
  },
  domains: several(text, text),
  display_name: { type: 'string', maxLength: MAX_DISPLAY_NAME_LENGTH },
  via: { enum: SIGN_IN_METHODS },
  grant: { enum: GRANTS },
  scopes: several({ enum: SCOPES }, { type: 'string', pattern: `^${scope}(?:${SEPARATOR}${scope})*$` }),
  connection: text,
  ticket_email: { type: 'string', pattern: EMAIL.source },
  attest: text,
  vouch: text,
};

/** JSON Schema draft-07 of the YAML that `npm run onboard -- --file` takes: a list, or `customers:` with one. */
export function customersSchema(): object {
  const list = {
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      required: REQUIRED_COLUMNS,
      additionalProperties: false,
      properties: Object.fromEntries(
        [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS].map((column) => [column, COLUMNS[column]]),
      ),
    },
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Customers to be onboarded',
    ...whenever(
      { type: 'object' },
      { required: ['customers'], properties: { customers: { $ref: '#/definitions/customers' } } },
      { $ref: '#/definitions/customers' },
    ),
    definitions: { customers: list },
  };
}
