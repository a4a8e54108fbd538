/** Every text of oidc-provider's sources that can reach a client has Auth0's words or double parentheses. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toAuth0Message } from '../../../../emulator/login/request/refusal-messages.ts';

const lib = new URL('../../../../node_modules/oidc-provider/lib/', import.meta.url);

/** Features that are off, and checks of clients' metadata, which nobody can send. */
const OFF =
  /ciba|device|code_verification|registration|client_schema|metadata|sector|dpop|rar\.js|attest|pre_authorized|credential|introspection|process_request_object|configuration\.js|initialize_clients|openid_credential|nanoid|keystore|jwt_client_auth/;
/** What they are made with is for the server's log. */
const DETAIL_ONLY = ['InvalidClientAuth', 'InvalidGrant', 'InvalidToken'];
const ERROR = /new (?:errors\.)?([A-Z]\w+)\(\s*(?:undefined,\s*)?(?:(['"`])((?:\\.|(?!\2).)*)\2)/gs;
const CHECK = /new Check\(\s*'\w+',\s*'([^']+)'/gs;
const DEFAULT = /error_description = '((?:\\.|[^'])*)'|= E\('\w+', '((?:\\.|[^'])*)'\)/g;
const OTHER_CLASSES = [
  'Check',
  'Error',
  'TypeError',
  'URL',
  'Set',
  'Map',
  'RegExp',
  'CustomOIDCProviderError',
  'Provider',
];
/** By their beginning: of features that are off too, though their file is not. */
const NEVER = [
  'the binding_message',
  'Request Object',
  'authorization_details',
  'mutual TLS',
  'authorization request is still pending',
  'you are polling',
  'authorization header scheme must be `DPoP`',
  '`DPoP`',
  'DPoP proof',
  'client JSON Web Key Set',
  'no suitable encryption key',
  'invalid OAuth-Client-Attestation',
  'x should be a JSON array',
  'x members',
  "'x' must be an array",
  "'identifier' must be",
  'x unless encrypted',
  // Of the grant types of devices and CIBA.
  'x is not allowed for this client',
];

const sample = (text: string): string =>
  text
    .replaceAll(/\$\{formatters\.pluralize\('(\w+)'[^}]*\}/g, '$1')
    .replaceAll(/\$\{formatters\.formatList[^}]*\}/g, "'one'")
    .replaceAll(/\$\{[^}]*\}/g, 'x')
    .replaceAll(/\\(.)/g, '$1');

const files = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));

function textsIn(file: string): string[] {
  const source = readFileSync(new URL(file, lib), 'utf8');
  const thrown = [...source.matchAll(ERROR)]
    .filter(([, name = '']) => ![...DETAIL_ONLY, ...OTHER_CLASSES].includes(name))
    .map(([, , , text = '']) => text);
  const checks = [...source.matchAll(CHECK)].map(([, text = '']) => text);
  const defaults = file === 'helpers/errors.js' ? [...source.matchAll(DEFAULT)].map(([, a, b]) => a ?? b ?? '') : [];
  return [...thrown, ...checks, ...defaults].map(sample);
}

const reachable = [...new Set(files.filter((file) => !OFF.test(file)).flatMap(textsIn))].filter(
  (text) => !NEVER.some((beginning) => text.startsWith(beginning)),
);

describe('a text of oidc-provider', () => {
  test('is found in its sources', () => {
    expect(reachable.length).toBeGreaterThan(60);
    expect(reachable).toContain('unsupported response_type requested');
    expect(reachable).toContain('not supported value of code_challenge_method');
  });

  test.each(reachable)('%s', (text) => {
    expect(toAuth0Message(text)).not.toBe(text);
    expect(toAuth0Message(toAuth0Message(text))).toBe(toAuth0Message(text));
  });
});

test.each([
  ["missing required parameter 'response_type'", 'Missing required parameter: response_type'],
  ["missing required parameters 'code' and 'redirect_uri'", 'Missing required parameter: code'],
  ['client authentication failed', '((client authentication failed))'],
  ['x'.repeat(50), 'x'.repeat(50)],
  ['user is blocked', 'user is blocked'],
  ["Grant type 'implicit' not allowed for the client.", "Grant type 'implicit' not allowed for the client."],
  [
    'an Action denies: code_challenge_method must be provided',
    'an Action denies: code_challenge_method must be provided',
  ],
])('%s becomes %s', (text, words) => {
  expect(toAuth0Message(text)).toBe(words);
});
