import type { Failure } from '../../failures.ts';
import { describeIfKnown } from '../../manifest/describe-value.ts';
import { keywordsIn } from '../../manifest/keywords.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import type { ClientYaml } from '../../manifest/tenant-file.ts';
import type { Path } from '../../manifest/yaml-file.ts';

/** Checks what the documentation requires of an application that Express Configuration sets up ("Prerequisites"). */
export function checkApplications(manifest: Manifest): Failure[] {
  const { tenant, integration, placeOf } = manifest;
  const { published, oin } = integration;
  const at = (client: ClientYaml, ...rest: string[]): Path => ['clients', tenant.clients.indexOf(client), ...rest];
  const linked = new Set((published.express_configuration.linked_clients ?? []).map((client) => client.client_id));
  const failures: Failure[] = [...checkTemplate(manifest, at(published, 'express_configuration'))];

  if (!['regular_web', 'spa'].includes(published.app_type ?? '')) {
    failures.push({
      code: 'APP_TYPE',
      expected: 'the published application to be of app_type regular_web or spa',
      found: published.app_type ?? 'none',
      where: placeOf(at(published, 'app_type')),
      fix: 'Publish the application people log in to on the web, and link others with `linked_clients:`.',
    });
  }
  for (const client of tenant.clients.filter((client) => client === published || linked.has(client.name))) {
    const { organization_usage: usage } = client;
    if (usage === 'allow' || usage === 'require') continue;
    failures.push({
      code: 'ORGANIZATION_USAGE',
      expected: `organization_usage: allow or require for "${client.name}", whose customers are organizations`,
      found: usage === undefined ? 'none, which means deny' : describeIfKnown(['deny'], usage),
      where: placeOf(at(client, 'organization_usage')),
      fix: 'Write organization_usage: allow.',
    });
  }
  const enabled = [...(tenant.databases ?? []), ...(tenant.connections ?? [])].flatMap(
    (entry) => entry.enabled_clients ?? [],
  );
  if (oin.organization_require_behavior === 'post_login_prompt' && !enabled.includes(oin.name)) {
    failures.push({
      code: 'OIN_CONNECTION',
      expected: `"${oin.name}" under \`enabled_clients:\` of the connections that hold administrators`,
      found: 'none of them, so that nobody can log in with post_login_prompt',
      where: placeOf(
        at(tenant.clients.find((client) => client.name === oin.name) ?? published, 'organization_require_behavior'),
      ),
      fix: `List "${oin.name}" there, or write organization_require_behavior: pre_login_prompt.`,
    });
  }
  return failures;
}

const VARIABLES = /\{(organization_name|organization_id|connection_name)\}/g;

/**
 * Returns whether a template is a URL once its variables are replaced by names of organizations and connections. Okta's
 * tile leads there.
 */
export function isInitiateLoginTemplate(template: string): boolean {
  const rendered = template.replaceAll(VARIABLES, 'acme-1');
  return URL.canParse(rendered) && new URL(rendered).protocol === 'https:' && !/[{}\s]/.test(rendered);
}

/** The URL itself may carry a password or a token. */
function mistakeIn(template: string): string {
  const rendered = template.replaceAll(VARIABLES, 'acme-1');
  const unknown = /\{[\w.-]{1,40}\}/.exec(rendered)?.[0];
  if (unknown !== undefined) return `the variable ${unknown}`;
  if (/[{}\s]/.test(rendered)) return 'a space, or a brace that belongs to no variable';
  if (!URL.canParse(rendered)) return 'a text that is no URL';
  return new URL(rendered).protocol === 'http:' ? 'a URL with http:' : 'a URL with another scheme';
}

function checkTemplate({ integration, placeOf }: Manifest, path: Path): Failure[] {
  const { initiate_login_uri_template: template } = integration.published.express_configuration;
  if (typeof template !== 'string' || keywordsIn(template).length > 0) return [];
  if (isInitiateLoginTemplate(template)) return [];
  return [
    {
      code: 'INITIATE_LOGIN_TEMPLATE',
      expected: 'an https URL with no variables but {organization_name}, {organization_id} and {connection_name}',
      found: mistakeIn(template),
      where: placeOf([...path, 'initiate_login_uri_template']),
      fix: 'Correct it, for instance https://app.example.com/login?organization={organization_id}&connection={connection_name}.',
    },
  ];
}
