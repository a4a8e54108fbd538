import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonFile } from '../manifest/assets.ts';
import { keywordsIn } from '../manifest/keywords.ts';
import { quotedYaml } from './quoted.ts';

/**
 * Returns the values of the keywords in the files beside `tenant.yaml`, and rewrites files that need another keyword.
 * In JSON a secret is escaped as a text; any other file contains it unchanged.
 *
 * @param folder absolute; where auth0-deploy-cli reads the files
 * @param assets by path in it
 */
export async function keywordsOfFiles(
  folder: string,
  assets: ReadonlyMap<string, string>,
  secrets: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [path, text] of assets) {
    if (isJsonFile(path)) {
      const { yaml: json, keywords } = quotedYaml(text, secrets);
      if (json !== text) await writeFile(join(folder, path), json);
      Object.assign(values, keywords);
      continue;
    }
    for (const keyword of keywordsIn(text)) {
      const value = Object.hasOwn(secrets, keyword) ? secrets[keyword] : undefined;
      if (value !== undefined) values[keyword] = value;
    }
  }
  return values;
}
