import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Failure } from '../../failures.ts';
import { readEnvironment } from '../../manifest/environment.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import { checkOktaKey, oktaKeyId } from '../../okta-key.ts';

const LOCAL = 'local';
const LOCAL_FILE = 'local.pem';

/**
 * Finds the local environment's key in another environment: by the name of its file, which a copy of `local.yaml` brings
 * along, or by the key itself in a file of another name. Okta never signs with it.
 */
export async function checkLocalKey(
  rootDir: string,
  { environment }: Pick<Manifest, 'environment'>,
): Promise<Failure[]> {
  const { name, oktaPublicKeyPem: pem, oktaKeyFile = '' } = environment;
  if (name === LOCAL || pem === undefined) return [];
  const isNamedSo = basename(oktaKeyFile).toLowerCase() === LOCAL_FILE;
  const isLocal = isNamedSo || (await localKeys(rootDir)).includes(oktaKeyId(pem));
  if (!isLocal) return [];
  return [
    {
      code: 'PLACEHOLDER_VALUE',
      expected: `a key of environment "${name}"`,
      found: 'the key of the local environment',
      where: environment.placeOfKey('okta_public_key'),
      fix: `Save the key from Okta's OIN Wizard as tenant/environments/${name}.pem and name that file.`,
    },
  ];
}

/** Returns the ids of the keys that the local environment names, or that are in a file beside it. */
async function localKeys(rootDir: string): Promise<string[]> {
  const local = await readEnvironment(rootDir, LOCAL);
  const beside = await readFile(join(rootDir, 'tenant/environments', LOCAL_FILE), 'utf8').catch(() => '');
  return [local.ok ? (local.value.oktaPublicKeyPem ?? '') : '', beside]
    .filter((pem) => checkOktaKey(pem) === undefined)
    .map(oktaKeyId);
}
