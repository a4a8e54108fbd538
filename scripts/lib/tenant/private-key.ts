import { createPrivateKey, type KeyObject } from 'node:crypto';
import { type Failure, failed, ok, type Result } from '../failures.ts';

const MIN_RSA_BITS = 2048;
const CONVERT = 'Convert it: openssl pkcs8 -topk8 -nocrypt -in KEY.pem -out KEY.pkcs8.pem';
const MAKE_ANOTHER = 'Make one: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out KEY.pem';

/**
 * Reads a private key as auth0-deploy-cli and the SDK accept it: PKCS8 in PEM, and RSA as Auth0 requires.
 *
 * @param text of a file, or of a variable, where line ends may be written as `\n`
 * @param variable where it comes from; no failure contains the text
 */
export function readPrivateKey(text: string, variable: string): Result<string> {
  const invalid = (found: string, fix: string): Failure => ({
    code: 'CLIENT_KEY_INVALID',
    expected: `${variable} to give an RSA private key as PKCS8 PEM`,
    found,
    fix,
  });
  const pem = text.replaceAll('\\n', '\n').trim();
  const [, label] = /^-----BEGIN ([A-Z0-9 ]+)-----/.exec(pem) ?? [];
  if (label === undefined) return failed(invalid('text that is not PEM', `Give all of the file, from -----BEGIN.`));
  if (!label.endsWith('PRIVATE KEY')) {
    return failed(invalid(`a ${label}`, 'Give the private half; the application at Auth0 has the public one.'));
  }
  if (label !== 'PRIVATE KEY') return failed(invalid(`an ${label}, which is not that form`, CONVERT));
  const key = parse(pem);
  if (key === undefined) {
    return failed(invalid('a PEM that cannot be read', 'Give all of the file, with its line ends, or \\n for each.'));
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type !== 'rsa') return failed(invalid(`a key of type ${type}`, MAKE_ANOTHER));
  const bits = details?.modulusLength ?? 0;
  if (bits < MIN_RSA_BITS) return failed(invalid(`an RSA key of ${bits} bits`, MAKE_ANOTHER));
  return ok(key.export({ type: 'pkcs8', format: 'pem' }).toString());
}

function parse(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
