/** Public keys of clients that authenticate with private_key_jwt. */

import { createHash, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { type ClientRecord, type CredentialRecord, findClient, isoNow, type TenantState } from '../../state.ts';
import type { ManagementRequest } from '../operation.ts';
import { badRequest, created, noContent, notFound, ok, type Reply } from '../reply.ts';
import { declareResource } from '../resource.ts';

/** Limits the credentials of a client: Auth0 refuses a third (docs/notes/deploy-cli.md#keys-by-name). */
const MAX_CREDENTIALS = 2;
const MIN_RSA_BITS = 2048;

export interface CredentialBody {
  credential_type: string;
  pem?: string;
  name?: string;
  kid?: string;
  alg?: string;
  expires_at?: string;
  /** The end of the certificate that the key came in. */
  parse_expiry_from_cert?: boolean;
}

const credentialsOf = (state: TenantState, clientId: string): CredentialRecord[] =>
  state.credentials.filter((credential) => credential.client_id === clientId);

/** Returns the ids that the client's authentication methods name, whether they exist or not. */
export const assignedCredentials = (client: ClientRecord): string[] =>
  Object.values(client.client_authentication_methods ?? {}).flatMap(({ credentials }) =>
    credentials.map(({ id }) => id),
  );

function readPublicKey(pem: string | undefined): KeyObject | string {
  if (pem === undefined) return 'Missing required property: pem';
  // createPublicKey would take a private key for the public half of it.
  if (pem.includes('PRIVATE KEY')) return 'The pem must hold a public key or a certificate, not a private key';
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType !== 'rsa') return `The key must be RSA, not ${key.asymmetricKeyType}`;
    const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
    return bits >= MIN_RSA_BITS ? key : `The RSA key has ${bits} bits, minimum ${MIN_RSA_BITS}`;
  } catch {
    return 'The pem holds no readable public key';
  }
}

/** Returns the key's thumbprint (RFC 7638). */
function thumbprint(key: KeyObject): string {
  const { e, kty, n } = key.export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ e, kty, n })).digest('base64url');
}

/**
 * Makes the records of these keys for a client that has `existing` ones, or returns the refusal of the first key that
 * is invalid.
 */
export function makeCredentials(
  state: TenantState,
  clientId: string,
  bodies: readonly CredentialBody[],
): { credentials: CredentialRecord[] } | { refusal: Reply } {
  const existing = credentialsOf(state, clientId);
  if (existing.length + bodies.length > MAX_CREDENTIALS) {
    return { refusal: badRequest(`A client can have at most ${MAX_CREDENTIALS} credentials.`, 'too_many_credentials') };
  }
  const credentials: CredentialRecord[] = [];
  const now = isoNow(state);
  for (const body of bodies) {
    const made = contentOf(body);
    if ('refusal' in made) return made;
    const { name } = body;
    const credential: CredentialRecord = {
      id: state.newId('cred_', 22),
      client_id: clientId,
      ...(name ? { name } : {}),
      ...made.content,
      created_at: now,
      updated_at: now,
    };
    if (credential.kid && [...existing, ...credentials].some((other) => other.kid === credential.kid)) {
      return { refusal: badRequest('A credential with the same kid already exists.', 'credential_conflict') };
    }
    credentials.push(credential);
  }
  return { credentials };
}

type Content = Pick<CredentialRecord, 'credential_type' | 'pem'> & Partial<CredentialRecord>;

function contentOf(body: CredentialBody): { content: Content } | { refusal: Reply } {
  const { credential_type, pem, kid, alg, parse_expiry_from_cert } = body;
  const onPem = (message: string) => ({
    refusal: badRequest(`Payload validation error: '${message}' on property pem.`),
  });
  const certificate = readCertificate(pem);
  const expires_at = parse_expiry_from_cert && certificate ? expiryOf(certificate) : body.expires_at;
  const expiry = expires_at ? { expires_at } : {};
  if (credential_type === 'x509_cert') {
    if (certificate === undefined) return onPem('The pem holds no readable certificate');
    const thumbprint_sha256 = createHash('sha256').update(certificate.raw).digest('base64url');
    const ends = { expires_at: expiryOf(certificate) };
    return { content: { credential_type, pem: certificate.toString(), thumbprint_sha256, ...ends } };
  }
  if (credential_type !== 'public_key') {
    return {
      refusal: badRequest(`credential_type ${credential_type} ((the local tenant knows public_key and x509_cert))`),
    };
  }
  const key = readPublicKey(pem);
  if (typeof key === 'string') return onPem(key);
  const text = String(key.export({ type: 'spki', format: 'pem' }));
  return { content: { kid: kid ?? thumbprint(key), alg: alg ?? 'RS256', credential_type, pem: text, ...expiry } };
}

function readCertificate(pem: string | undefined): X509Certificate | undefined {
  if (!pem?.includes('BEGIN CERTIFICATE')) return undefined;
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

const expiryOf = ({ validTo }: X509Certificate): string => new Date(validTo).toISOString();

/** Returns what answers show of a credential: never its key. */
export const credentialView = ({ client_id: _owner, pem: _key, ...shown }: CredentialRecord) => shown;

const inexistentClient = (): Reply => notFound('The client does not exist', 'inexistent_client');
const inexistent = (): Reply => notFound('The credential does not exist', 'inexistent_credential');

function findCredential({ state, params }: ManagementRequest): CredentialRecord | undefined {
  return credentialsOf(state, params.client_id ?? '').find((credential) => credential.id === params.credential_id);
}

function listCredentials({ state, params }: ManagementRequest): Reply {
  const client = findClient(state, params.client_id);
  return client ? ok(credentialsOf(state, client.client_id).map(credentialView)) : inexistentClient();
}

function createCredential({ state, params, body }: ManagementRequest<CredentialBody>): Reply {
  const client = findClient(state, params.client_id);
  if (client === undefined) return inexistentClient();
  const made = makeCredentials(state, client.client_id, [body]);
  if ('refusal' in made) return made.refusal;
  state.credentials.push(...made.credentials);
  return created(made.credentials.map(credentialView)[0]);
}

function getCredential(request: ManagementRequest): Reply {
  const credential = findCredential(request);
  return credential ? ok(credentialView(credential)) : inexistent();
}

function updateCredential(request: ManagementRequest<{ expires_at?: string | null }>): Reply {
  const credential = findCredential(request);
  if (credential === undefined) return inexistent();
  const { expires_at } = request.body;
  if (expires_at === null) delete credential.expires_at;
  else if (expires_at !== undefined) credential.expires_at = expires_at;
  credential.updated_at = isoNow(request.state);
  return ok(credentialView(credential));
}

function deleteCredential(request: ManagementRequest): Reply {
  const { state } = request;
  const credential = findCredential(request);
  if (credential === undefined) return noContent();
  const client = findClient(state, credential.client_id);
  if (client && assignedCredentials(client).includes(credential.id)) {
    return badRequest('The credential is in use by client_authentication_methods.', 'credential_in_use');
  }
  state.credentials = state.credentials.filter((other) => other !== credential);
  return noContent();
}

export const resource = declareResource({
  name: 'client-credentials',
  operations: {
    'GET /clients/{client_id}/credentials': listCredentials,
    'POST /clients/{client_id}/credentials': createCredential,
    'GET /clients/{client_id}/credentials/{credential_id}': getCredential,
    'PATCH /clients/{client_id}/credentials/{credential_id}': updateCredential,
    'DELETE /clients/{client_id}/credentials/{credential_id}': deleteCredential,
  },
  notes: {
    'POST /clients/{client_id}/credentials': 'public RSA keys from 2048 bits; at most two',
  },
  kept: { credentials: { list: { id: 'string', client_id: 'string', pem: 'string' } } },
});
