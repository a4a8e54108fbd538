/** A WebAuthn authenticator in a few lines, which can also do what no browser would. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

export interface Answer {
  challenge: string;
  origin?: string;
  rpId?: string;
  userVerified?: boolean;
  counter?: number;
  attachment?: 'platform' | 'cross-platform';
}

const sha256 = (data: string | Buffer): Buffer => createHash('sha256').update(data).digest();
const base64url = (data: Uint8Array): string => Buffer.from(data).toString('base64url');

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

export class SoftAuthenticator {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #id = randomBytes(32);

  get id(): string {
    return base64url(this.#id);
  }

  /** Returns the result of `navigator.credentials.create`, as the page posts it. */
  create(answer: Answer): string {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.#id.length);
    const credential = Buffer.concat([Buffer.alloc(16), length, this.#id, this.#coseKey()]);
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', new Uint8Array(Buffer.concat([authenticatorData(answer, HAS_CREDENTIAL), credential]))],
    ]);
    return this.#posted(answer, {
      clientDataJSON: base64url(clientData('webauthn.create', answer)),
      attestationObject: base64url(isoCBOR.encode(attestation as never)),
      transports: ['usb'],
    });
  }

  /** Returns the result of `navigator.credentials.get`, as the page posts it. */
  get(answer: Answer): string {
    const data = authenticatorData(answer);
    const client = clientData('webauthn.get', answer);
    return this.#posted(answer, {
      clientDataJSON: base64url(client),
      authenticatorData: base64url(data),
      signature: base64url(sign('sha256', Buffer.concat([data, sha256(client)]), this.#keys.privateKey)),
    });
  }

  #posted({ attachment }: Answer, response: object): string {
    return JSON.stringify({
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      clientExtensionResults: {},
      ...(attachment === undefined ? {} : { authenticatorAttachment: attachment }),
      response,
    });
  }

  #coseKey(): Uint8Array {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const key = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
      [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
    ]);
    return isoCBOR.encode(key as never);
  }
}

const clientData = (type: string, { challenge, origin = 'http://localhost:3000' }: Answer): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

function authenticatorData({ rpId = 'localhost', userVerified = true, counter = 0 }: Answer, more = 0): Buffer {
  const flags = USER_PRESENT | (userVerified ? USER_VERIFIED : 0) | more;
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([sha256(rpId), Buffer.from([flags]), count]);
}
