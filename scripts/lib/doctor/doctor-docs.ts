import { SECTIONS } from './catalogue.ts';
import type { Description } from './description.ts';

/** Returns the content of `docs/doctor.md`: every code of the catalogue, as reports show it. */
export function doctorDocs(): string {
  return [
    '# What doctor looks at',
    '',
    'Written by `node scripts/lib/doctor/write-docs.ts`: change `scripts/lib/doctor/areas/`, not this file.',
    '',
    '```sh',
    'npm run doctor -- --env production                                   # the tenant, and a sample of five organizations',
    'npm run doctor -- --env production --all-organizations               # all of them, at some ten requests each',
    'npm run doctor -- --env production --org acme --user ada@acme.com    # what she would get there, and why',
    '```',
    '',
    'It sends nothing but reads. Exit 0: nothing needs someone; 2: there is a problem or a warning; 1: it failed. What only a person can do or see is listed as manual, what the application may not read as unknown, and neither is ever ticked. An application for it alone needs what `npm run scopes -- --for doctor` lists.',
    '',
    'With `--org` and `--user` it runs the decision that the Actions run, with `actions/policy.ts` and `actions/config.ts`, on the event that the tenant would make of this user: every reason code, the second factor that would be asked for, the domains, and the access token. "Failed to Express Configure the application" in Okta is 403 where the login or the decision refuses, and 503 where Okta’s key gets no token.',
    '',
    'In a fix below, ATTRIBUTE is the key of that attribute in `app_metadata` (`express_configure` unless `actions/config.ts` names another one), and EXAMPLE a value of its shape, such as `[{"org_id":"org_…","scopes":["sso","scim"]}]`. A report names both as the project has them.',
    '',
    'What it can not know:',
    '',
    '- whose Okta org is yours: an Integrator org is recognized by its name (`integrator-1234567.okta.com`, `dev-…`, `trial-…`);',
    '- the value of a secret: `OIN_CLIENT_IDS` is compared by the short hash in the Action’s banner;',
    '- the size of Okta’s key, which Auth0 does not give back: that of `okta_public_key` in git is checked;',
    '- administrators whom a rule of your own permits: it finds those with the administrators’ attribute of `actions/config.ts` (by Auth0’s search of users, which lags and gives out 1,000) and those with a role that the policy accepts, ten of an organization, among its first 1,000 members;',
    '- whether "require MFA" policies are on: they do not matter, since an Action’s challenge takes their place.',
    '',
    ...Object.entries(SECTIONS).flatMap(([title, areas]) => [
      `## ${title}`,
      '',
      '| code | | about | why it matters | fix |',
      '|---|---|---|---|---|',
      ...areas.flatMap((area) =>
        Object.entries<Description>(area).map(([code, { severity, requirement, why, fix }]) =>
          row(`\`${code}\``, severity, requirement, text(why), text(fix)),
        ),
      ),
      '',
    ]),
  ].join('\n');
}

const row = (...cells: string[]): string => `| ${cells.join(' | ')} |`;

/** Escapes a text: a slot in angle brackets would be HTML, and a bar would end a cell. */
const text = (value: string): string =>
  value.replaceAll(/<(\w+)>/g, (_, name: string) => name.toUpperCase()).replaceAll('|', '\\|');
