import type { Failure } from '../../failures.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import type { Path } from '../../manifest/yaml-file.ts';
import { organizationNameIn } from './organization-parameter.ts';

/** Names the tenant setting with which `/authorize` accepts an organization's name besides its id. */
const SETTING = 'allow_organization_name_in_authentication_api';

/** Names keys of `clients:`, `tenant:` and `emailTemplates:` whose URL begins a login. */
const LOGIN_URLS: readonly string[] = ['initiate_login_uri', 'default_redirection_uri', 'resultUrl'];
/** Every text below these keys may be a login template. */
const TEMPLATES: readonly string[] = ['express_configuration', 'client_metadata'];

/**
 * Reports templates that pass an organization's name as the parameter `organization`: `/authorize` refuses it unless
 * the tenant allows names (Auth0 docs, "Use Organization Names in Authentication API"). A name in the host is fine.
 */
export function checkOrganizationNames(manifest: Manifest): Failure[] {
  const { tenant, assets, placeOfText } = manifest;
  if (tenant.tenant?.[SETTING] === true) return [];
  const texts = textsOf(tenant, []);
  const loginUrls = texts.filter(({ path }) => isLoginUrl(path)).flatMap(({ text }) => baseOf(text));
  const inFile = texts.flatMap(({ path, text }): Failure[] => {
    const found = organizationNameIn(text, isLoginUrl(path), loginUrls);
    return found === undefined ? [] : [refused(found, placeOfText(path, found.raw))];
  });
  const inAssets = [...assets].flatMap(([name, text]): Failure[] =>
    text.split('\n').flatMap((line, index) => {
      const found = organizationNameIn(line, false, loginUrls);
      return found === undefined ? [] : [refused(found, { file: `tenant/${name}`, line: index + 1, column: 1 })];
    }),
  );
  return [...inFile, ...inAssets];
}

const refused = ({ value }: { value: string }, where: Failure['where']): Failure => ({
  code: 'ORGANIZATION_NAME_IN_QUERY',
  expected: `organization={organization_id} or an id (org_…): /authorize refuses a name while ${SETTING} is off`,
  found: `organization=${value}`,
  ...(where && { where }),
  fix: `Write organization={organization_id}, or set ${SETTING}: true under \`tenant:\`.`,
});

const isLoginUrl = (path: Path): boolean =>
  LOGIN_URLS.includes(String(path.at(-1))) || path.some((key) => TEMPLATES.includes(String(key)));

/** Returns a URL without its query. */
const baseOf = (url: string): string[] => (/^https?:\/\//.test(url) ? [url.replace(/[?#].*$/s, '')] : []);

function textsOf(value: unknown, path: Path): { path: Path; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, item]) => textsOf(item, [...path, isList ? Number(key) : key]));
}
