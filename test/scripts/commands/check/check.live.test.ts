import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { check } from '../../../../scripts/commands/check/run.ts';
import { checkText } from '../../../../scripts/commands/check/text.ts';
import { checkActionLimits } from '../../../../scripts/lib/check/actions/actions.ts';
import { DEPLOY_CLI_FLAGS } from '../../../../scripts/lib/check/login/tenant-settings.ts';
import type { Failure } from '../../../../scripts/lib/failures.ts';
import { readManifest } from '../../../../scripts/lib/manifest/manifest.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { checkManifest } from '../../../support/check-manifest.ts';
import { runCommand } from '../../../support/command.ts';
import { copyProject, type ProjectCopy } from '../../../support/project.ts';

const TENANT = 'tenant/tenant.yaml';
const LOCAL = 'tenant/environments/local.yaml';

type Edit = [file: string, from: string, to: string];

/** What is said about the project with these edits. In place of a line and column stands the text that is there. */
async function said(...edits: Edit[]): Promise<string> {
  await using project = await copyProject();
  for (const edit of edits) await project.edit(...edit);
  const isYaml = edits.every(([file]) => file.startsWith('tenant/'));
  if (!isYaml) return await sayOf(project, {});
  return await tell(project, await checkManifest({ rootDir: project.rootDir, environment: 'local' }));
}

async function sayOf(project: ProjectCopy, env: Record<string, string>): Promise<string> {
  const checked = await check({ rootDir: project.rootDir, environment: 'local', env });
  return checked.ok ? '' : await tell(project, checked.failures);
}

async function tell(project: ProjectCopy, failures: Failure[]): Promise<string> {
  const lines = (await readFile(join(project.rootDir, TENANT), 'utf8')).split('\n');
  return renderFailures(failures).replaceAll(
    /^tenant\/tenant\.yaml:(\d+):(\d+)/gm,
    (_place, line, column) => `<${lines[Number(line) - 1]?.slice(Number(column) - 1)}>`,
  );
}

test('the project as it is shipped has nothing wrong, and nothing unchecked', async () => {
  await using project = await copyProject();
  const checked = await check({ rootDir: project.rootDir, environment: 'local', env: {} });
  expect(checked).toMatchObject({ ok: true, value: { environment: 'local', unchecked: [], warnings: [] } });
});

test('an Action that does not parse is reported with its line: Auth0 would build and deploy it', async () => {
  await using project = await copyProject();
  const source = await readFile(join(project.rootDir, 'actions/grant.ts'), 'utf8');
  await writeFile(join(project.rootDir, 'actions/grant.ts'), `${source}const = 1;\n`);
  expect(await sayOf(project, {})).toMatch(
    new RegExp(`^actions/grant\\.ts:${source.split('\n').length}:7 BUNDLE_BUILD expected a source that bundles`),
  );
});

test('a section whose API is not known here is named', async () => {
  await using project = await copyProject();
  await project.edit(TENANT, 'tenant:\n', 'branding:\n  colors: {}\ntenant:\n');
  const checked = await check({ rootDir: project.rootDir, environment: 'local', env: {} });
  expect(checked).toMatchObject({ ok: true, value: { unchecked: ['branding'] } });
});

describe("Auth0's published schemas", () => {
  test('a key no request has', async () => {
    expect(await said([TENANT, 'callbacks: "@@SAAS', 'calbacks: "@@SAAS'])).toBe(
      '<calbacks: "@@SAAS_CALLBACKS@@"> UNKNOWN_KEY expected a key that POST /clients takes, found "calbacks"\n' +
        'Fix: Remove "calbacks" or correct its spelling.\n',
    );
  });

  test('a value that is none of those allowed', async () => {
    expect(await said([TENANT, 'organization_usage: allow', 'organization_usage: allowed'])).toContain(
      '<allowed> INVALID_VALUE expected clients.[1].organization_usage must be one of deny, allow, require (POST /clients), found "allowed"\n',
    );
  });

  test('a value of another type, in an environment', async () => {
    expect(await said([LOCAL, '    - https://app.acme.example/callback', '    - 12'])).toContain(
      'INVALID_VALUE expected clients.[1].callbacks.[0] must be string (POST /clients), found a number\n',
    );
  });

  test('a URL that is none', async () => {
    expect(await said([LOCAL, 'https://app.acme.example/callback', 'app.acme.example'])).toContain(
      'must match format "callback-url" (POST /clients), found a text\n',
    );
  });

  test('something that is missing, far down', async () => {
    expect(await said([TENANT, '        label: Email\n', ''])).toContain(
      'INVALID_VALUE expected userAttributeProfiles.[0].user_attributes.email must have the key label (POST /user-attribute-profiles), found ',
    );
  });

  test('what fits none of several choices is told once, without what is in it', async () => {
    const provider = 'emailProvider:\n  name: sendgrid\n  credentials:\n    key: hunter2-hunter2\ntenant:\n';
    expect(await said([TENANT, 'tenant:\n', provider])).toBe(
      '<key: hunter2-hunter2> INVALID_VALUE expected emailProvider.credentials must have one of the forms that are possible ' +
        '(POST /emails/provider), found an object\nFix: Correct emailProvider.credentials.\n',
    );
  });

  test('what is known only at a deploy is not judged', async () => {
    const callback = '    - https://app.acme.example/callback';
    expect(await said([LOCAL, callback, '    - https://##AUTH0_DOMAIN##/callback'])).toBe('');
  });

  test('a setting of Universal Login there is not, beside what auth0-deploy-cli writes', async () => {
    const texts = '  customText: {}\n  partials: {}\n  screenRenderers: []\n';
    const misspelled = `  identifier_frist: true\n${texts}`;
    expect(await said([TENANT, '  identifier_first: true\n', misspelled])).toBe(
      '<identifier_frist: true> UNKNOWN_KEY expected a key that PATCH /prompts takes, found "identifier_frist"\n' +
        'Fix: Remove "identifier_frist" or correct its spelling.\n',
    );
    expect(
      await said([TENANT, '  universal_login_experience: new\n', ''], [TENANT, '  identifier_first: true\n', texts]),
    ).toBe('');
    expect(await said([TENANT, '  identifier_first: true\n', '  identifier_first: "yes"\n'])).toBe(
      '<"yes"> INVALID_VALUE expected prompts.identifier_first must be boolean, found a text\n' +
        'Fix: Correct prompts.identifier_first.\n',
    );
  });

  test('a factor there is not', async () => {
    expect(
      await said([TENANT, '- name: otp\n    enabled: true', '- name: otp\n    enabled: true\n    force: true']),
    ).toBe(
      '<force: true> UNKNOWN_KEY expected a key that PUT /guardian/factors/{name} takes, found "force"\n' +
        'Fix: Remove "force" or correct its spelling.\n',
    );
  });
});

describe('the integration', () => {
  const template = (url: string): Edit => [
    LOCAL,
    'https://app.acme.example/login?organization={organization_id}&connection={connection_name}',
    url,
  ];
  const refusal = (found: string) =>
    '<"##INITIATE_LOGIN_URI_TEMPLATE##"> INITIATE_LOGIN_TEMPLATE expected an https URL with no variables but ' +
    `{organization_name}, {organization_id} and {connection_name}, found ${found}\nFix: Correct it, for instance ` +
    'https://app.example.com/login?organization={organization_id}&connection={connection_name}.\n';

  test('is started by https, with three variables and no other', async () => {
    for (const [url, found] of [
      ['http://app.acme.example/{organization_name}', 'a URL with http:'],
      ['https://app.acme.example/{org_name}', 'the variable {org_name}'],
      ['https://app.acme.example/{{', 'a space, or a brace that belongs to no variable'],
      ['app/login', 'a text that is no URL'],
    ] as const) {
      expect(await said(template(url))).toBe(refusal(found));
    }
    expect(await said(template('https://{organization_name}.acme.example/{organization_id}'))).toBe('');
    expect(await said(template('https://{organization_name}:{connection_name}/'))).toBe(
      refusal('a text that is no URL'),
    );
  });

  test('is of an application on the web', async () => {
    expect(await said([TENANT, 'Acme SaaS\n    app_type: regular_web', 'Acme SaaS\n    app_type: native'])).toBe(
      '<native> APP_TYPE expected the published application to be of app_type regular_web or spa, found native\n' +
        'Fix: Publish the application people log in to on the web, and link others with `linked_clients:`.\n',
    );
  });

  test('is of applications for organizations, linked ones too', async () => {
    const linked = 'callbacks: "@@REPORTS_CALLBACKS@@"\n    organization_usage: allow\n';
    expect(await said([TENANT, linked, 'callbacks: "@@REPORTS_CALLBACKS@@"\n'])).toContain(
      'ORGANIZATION_USAGE expected organization_usage: allow or require for "Acme Reports", whose customers are organizations, ' +
        'found none, which means deny\nFix: Write organization_usage: allow.\n',
    );
  });

  test('with credentials first needs a connection with administrators', async () => {
    const edit: Edit = [TENANT, 'behavior: pre_login_prompt', 'behavior: post_login_prompt'];
    expect(await said(edit)).toBe(
      '<post_login_prompt> OIN_CONNECTION expected "Okta OIN" under `enabled_clients:` of the connections that hold administrators, ' +
        'found none of them, so that nobody can log in with post_login_prompt\n' +
        'Fix: List "Okta OIN" there, or write organization_require_behavior: pre_login_prompt.\n',
    );
    expect(await said(edit, [TENANT, '    enabled_clients:\n', '    enabled_clients:\n      - Okta OIN\n'])).toBe('');
  });

  test('says who becomes a member', async () => {
    const fix = "Fix: Write required where Okta's users become members of the organization, else none.\n";
    const line = 'assign_membership_on_login: required';
    expect(await said([TENANT, line, 'assign_membership_on_login: optional'])).toBe(
      `<optional> MEMBERSHIP_UNCLEAR expected assign_membership_on_login: none or required, found "optional"\n${fix}`,
    );
    expect(await said([TENANT, `      ${line}\n`, ''])).toContain('none or required, found nothing\n');
  });
});

describe('the tenant', () => {
  test('a system API is named and nothing more', async () => {
    const line = '    identifier: urn:auth0:express-configure\n';
    expect(await said([TENANT, line, `${line}    enforce_policies: true\n`])).toBe(
      '<enforce_policies: true> SYSTEM_API expected only name and identifier for urn:auth0:express-configure, which a deploy ' +
        'creates and then leaves alone, found "enforce_policies"\nFix: Remove "enforce_policies".\n',
    );
  });

  test('a role that carries the permissions must be in the policy', async () => {
    expect(await said([TENANT, '- name: EXPRESS_CONFIGURE_ADMIN_ROLE', '- name: SSO_ADMIN'])).toBe(
      '<SSO_ADMIN> ROLE_NOT_IN_POLICY expected role "SSO_ADMIN", which carries permissions of urn:auth0:express-configure, ' +
        "to be named in actions/policy.ts, found no Action that names it\nFix: Add role(['SSO_ADMIN'], …) to `permit` in " +
        'actions/policy.ts, or take the permissions away.\n',
    );
  });

  test('a role of something else need not be', async () => {
    expect(await said([TENANT, 'roles:\n', 'roles:\n  - name: Support\n    description: Reads tickets\n'])).toBe('');
  });

  test('more secrets or dependencies than an Action takes', async () => {
    await using project = await copyProject();
    const manifest = await readManifest({ rootDir: project.rootDir, environment: 'local' });
    if (!manifest.ok) throw new Error(renderFailures(manifest.failures));
    const { tenant } = manifest.value;
    const limits = (secrets: number, dependencies: number) => {
      const [first] = tenant.actions;
      if (first === undefined) throw new Error('no Action');
      const action = {
        ...first,
        secrets: Array.from({ length: secrets }, (_, n) => ({ name: `S${n}`, value: `##S${n}##` })),
        dependencies: Array.from({ length: dependencies }, (_, n) => ({ name: `d${n}`, version: '1.0.0' })),
      };
      const failures = checkActionLimits({ ...manifest.value, tenant: { ...tenant, actions: [action] } });
      return failures.map(({ expected, found }) => `${expected}, found ${found}`);
    };
    expect(limits(30, 10)).toEqual([]);
    expect(limits(31, 11)).toEqual([
      'at most 10 dependencies of an Action, found 11',
      'at most 30 secrets of an Action, found 31',
    ]);
  });

  test('more Actions bound than a trigger takes', async () => {
    const binding = '    - action_name: express-configure-step-up\n';
    expect(await said([TENANT, binding, binding.repeat(17)])).not.toContain('ACTION_LIMIT');
    expect(await said([TENANT, binding, binding.repeat(18)])).toContain(
      'ACTION_LIMIT expected at most 20 Actions bound to a trigger, found 21\n',
    );
  });

  test('a factor that depends on another can not be alone', async () => {
    const factors = '  - name: otp\n    enabled: true\n  - name: webauthn-roaming\n    enabled: true\n';
    const platformAlone: Edit = [
      'actions/config.ts',
      "['otp', 'webauthn-roaming', 'webauthn-platform']",
      "['webauthn-platform']",
    ];
    expect(await said([TENANT, factors, ''], platformAlone)).toBe(
      '<name: webauthn-platform> FACTOR_DEPENDENT expected a factor such as otp or webauthn-roaming enabled beside ' +
        'webauthn-platform, found none\n' +
        'Fix: Enable one that depends on no other: otp, webauthn-roaming, push-notification, sms or duo.\n',
    );
  });

  test('Actions must be able to ask for a factor, unless they do not', async () => {
    const setting = 'customize_mfa_in_postlogin_action: true';
    const without: Edit = [TENANT, setting, 'customize_mfa_in_postlogin_action: false'];
    expect(await said(without)).toBe(
      '<false> STEP_UP_IMPOSSIBLE expected customize_mfa_in_postlogin_action: true, without which Actions can not ask for a ' +
        "factor, found false\nFix: Write it under `tenant:`, or set stepUp.mode to 'off' in actions/config.ts.\n",
    );
    expect(await said(without, ['actions/config.ts', "mode: 'required'", "mode: 'off'"])).toBe('');
  });

  test('a factor they ask for must be enabled', async () => {
    const allowed = "allowedFactors: ['otp', 'webauthn-roaming', 'webauthn-platform']";
    expect(await said(['actions/config.ts', allowed, "allowedFactors: ['phone']"])).toBe(
      '<- name: otp> STEP_UP_IMPOSSIBLE expected one of the factors that actions/config.ts allows enabled: sms, found otp, ' +
        'webauthn-roaming, webauthn-platform\n' +
        'Fix: Enable one of them under `guardianFactors:` of tenant/tenant.yaml, or allow another in actions/config.ts.\n',
    );
    expect(
      await said(
        [TENANT, '  - name: otp\n', '  - name: sms\n    enabled: true\n  - name: otp\n'],
        ['actions/config.ts', allowed, "allowedFactors: ['phone']"],
      ),
    ).toBe('');
  });

  test('every factor they ask for must be enabled, one by one, and the emailed code that is always first', async () => {
    const platform = '  - name: webauthn-platform\n    enabled: true\n';
    const saidOf = (found: string, place: string) =>
      `<${place}> FACTOR_OFF expected factor webauthn-platform enabled, as stepUp.allowedFactors of actions/config.ts has ` +
      `webauthn-platform, found ${found}\nFix: Enable it here, or take webauthn-platform out of stepUp.allowedFactors in ` +
      'actions/config.ts, or for this environment alone under `actions:` of tenant/environments/local.yaml.\n';
    const unlisted = 'no such factor under guardianFactors of tenant/tenant.yaml';
    expect(await said([TENANT, platform, platform.replace('true', 'false')])).toBe(saidOf('enabled: false', 'false'));
    expect(await said([TENANT, platform, ''])).toBe(saidOf(unlisted, '- name: otp'));
    expect(await said(['actions/config.ts', "emailFirst: 'when-enrolling'", "emailFirst: 'always'"])).toBe(
      `<- name: otp> FACTOR_OFF expected factor email enabled, as stepUp.emailFirst of actions/config.ts is 'always', found ` +
        `${unlisted}\nFix: Enable it here, or set stepUp.emailFirst to 'when-enrolling' in actions/config.ts, or for this ` +
        'environment alone under `actions:` of tenant/environments/local.yaml.\n',
    );
  });

  test('a factor that is challenged before an enrolment must be enabled, and text messages are warned of', async () => {
    const deny = "whenOnlyOtherFactors: 'deny'";
    const accepts: Edit = [
      'actions/config.ts',
      deny,
      "whenOnlyOtherFactors: { challengeThenEnroll: ['sms', 'voice'] }",
    ];
    expect(await said(accepts)).toBe(
      '<- name: otp> STEP_UP_IMPOSSIBLE expected the factors of challengeThenEnroll (actions/config.ts) enabled: sms, ' +
        'found otp, webauthn-roaming, webauthn-platform\n' +
        'Fix: Enable them under `guardianFactors:` of tenant/tenant.yaml, or take sms, voice out of challengeThenEnroll: a ' +
        'challenge of a factor that is off fails the login.\n',
    );
    await using project = await copyProject();
    await project.edit(...accepts);
    await project.edit(TENANT, '  - name: otp\n', '  - name: sms\n    enabled: true\n  - name: otp\n');
    const checked = await check({ rootDir: project.rootDir, environment: 'local', env: {} });
    const [warning = ''] = checked.ok ? checked.value.warnings : [];
    expect(warning).toContain(
      "accepts 'sms': who has the password and moves the phone number to another SIM card (SIM swap)",
    );
    expect(checked.ok && checkText(checked.value)).toContain(`\nWarning: ${warning}.\n`);
  });

  test('people can not be sent to their Okta without Universal Login and the identifier first', async () => {
    expect(await said([TENANT, 'identifier_first: true', 'identifier_first: false'])).toBe(
      '<false> HOME_REALM_DISCOVERY expected identifier_first: true, without which nobody is sent to their Okta by their email ' +
        'domain, found false\nFix: Write identifier_first: true, or leave it out to keep what the tenant has.\n',
    );
    expect(await said([TENANT, 'universal_login_experience: new', 'universal_login_experience: classic'])).toBe(
      '<classic> HOME_REALM_DISCOVERY expected universal_login_experience: new, without which nobody is sent to their Okta by ' +
        'their email domain, found "classic"\n' +
        'Fix: Write universal_login_experience: new, or leave it out to keep what the tenant has.\n',
    );
  });

  test('how people log in need not be said', async () => {
    const section = 'prompts:\n  universal_login_experience: new\n  identifier_first: true\n';
    expect(await said([TENANT, section, ''])).toBe('');
  });

  test('a flag that is misspelled is told once', async () => {
    const failures = await said([TENANT, 'use_scope_descriptions_for', 'use_scope_description_for']);
    expect(failures.match(/^<.*> [A-Z_]+/gm)).toEqual(['<use_scope_description_for_consent: true> TENANT_FLAG']);
  });

  test('a flag that auth0-deploy-cli drops', async () => {
    const line = '    enable_client_connections: false\n';
    expect(await said([TENANT, line, `${line}    disable_impersonation: true\n`])).toBe(
      '<disable_impersonation: true> TENANT_FLAG expected a flag that auth0-deploy-cli writes, ' +
        'found "disable_impersonation", which it drops with a warning\n' +
        'Fix: Remove "disable_impersonation" or correct its spelling.\n',
    );
  });

  test('the flags are those of the installed auth0-deploy-cli', () => {
    const { allowedTenantFlags }: { allowedTenantFlags: string[] } = createRequire(import.meta.url)(
      'auth0-deploy-cli/lib/tools/auth0/handlers/tenant.js',
    );
    expect(DEPLOY_CLI_FLAGS).toEqual(allowedTenantFlags.toSorted());
  });

  test("new applications must not get every customer's connection", async () => {
    const line = '    enable_client_connections: false\n';
    expect(await said([TENANT, line, ''])).toContain(
      'CLIENT_CONNECTIONS expected enable_client_connections: false under `tenant: flags:`, found nothing, which means true\n',
    );
  });
});

describe('credentials', () => {
  test('in the file are refused and not repeated', async () => {
    const failures = await said([
      TENANT,
      '    strategy: auth0\n    options:\n',
      '    strategy: auth0\n    options:\n      client_secret: hunter2-hunter2\n',
    ]);
    expect(failures).toContain(
      'SECRET_IN_FILE expected a keyword such as "##CLIENT_SECRET##", and its name under `secrets:` in ' +
        'tenant/environments/local.yaml, found a value\n',
    );
    expect(failures).not.toContain('found "hunter2');
  });

  test('that are too short for Auth0 are not repeated either', async () => {
    const line = '    identifier: urn:auth0:express-configure\n';
    const failures = await said([TENANT, line, `${line}  - identifier: api\n    signing_secret: hunter2\n`]);
    expect(failures.match(/^<.*> [A-Z_]+.*/gm)).toEqual([
      '<hunter2> SECRET_IN_FILE expected a keyword such as "##SIGNING_SECRET##", and its name under `secrets:` in ' +
        'tenant/environments/local.yaml, found a value',
    ]);
  });

  test("among an environment's values are no better", async () => {
    const failures = await said(
      [
        TENANT,
        '    strategy: auth0\n    options:\n',
        '    strategy: auth0\n    options:\n      client_secret: "##DB_SECRET##"\n',
      ],
      [LOCAL, 'values:\n', 'values:\n  DB_SECRET: hunter2-hunter2\n'],
    );
    expect(failures).toContain('<"##DB_SECRET##"> SECRET_IN_FILE expected a keyword such as "##CLIENT_SECRET##"');
    expect(failures).not.toContain('hunter2');
  });

  test('as the name of a secret are right', async () => {
    const failures = await said(
      [
        TENANT,
        '    strategy: auth0\n    options:\n',
        '    strategy: auth0\n    options:\n      client_secret: "##DB_SECRET##"\n',
      ],
      [LOCAL, 'secrets:\n', 'secrets:\n  DB_SECRET: { version: 1 }\n'],
    );
    expect(failures).toBe('');
  });
});

test('two environments do not share what one tenant has alone', async () => {
  await using project = await copyProject();
  const local = await readFile(join(project.rootDir, LOCAL), 'utf8');
  await writeFile(join(project.rootDir, 'tenant/environments/eu.yaml'), local);
  const ofYaml = async () => tell(project, await checkManifest({ rootDir: project.rootDir, environment: 'local' }));
  expect(await ofYaml()).toBe('');
  for (const file of [LOCAL, 'tenant/environments/eu.yaml']) {
    await project.edit(file, 'ADMIN_LOGIN_DOMAIN: "##AUTH0_DOMAIN##"', 'ADMIN_LOGIN_DOMAIN: login.acme.example');
  }
  expect(await ofYaml()).toBe(
    '<"##ADMIN_LOGIN_DOMAIN##"> SHARED_BY_ENVIRONMENTS expected admin_login_domain of environment "local" to be its own: one ' +
      'tenant serves one OIN integration, found the same in environment "eu"\n' +
      'Fix: Write a keyword here and set it in each file of tenant/environments/.\n',
  );
  await project.edit('tenant/environments/eu.yaml', 'login.acme.example', 'login.eu.acme.example');
  expect(await ofYaml()).toBe('');
});

test('AUTH0_ALLOW_DELETE in the environment is true, whatever it says', async () => {
  await using project = await copyProject();
  expect(await sayOf(project, { AUTH0_ALLOW_DELETE: 'false' })).toBe(
    "ALLOW_DELETE expected no environment variable AUTH0_ALLOW_DELETE: it wipes client_metadata and deletes Okta's key, " +
      'found a text, which is true to auth0-deploy-cli as any text is\nFix: Run: unset AUTH0_ALLOW_DELETE\n',
  );
});

describe('the command line', () => {
  test('says what it checked, and writes nothing', async () => {
    await using project = await copyProject();
    const { code, stdout, stderr } = await runCommand(['check'], { cwd: project.rootDir });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^nothing wrong found for environment local: 4 Actions, sections resourceServers, roles, /);
    await expect(readFile(join(project.rootDir, 'dist/tenant/tenant.yaml'))).rejects.toThrow('ENOENT');
  });

  test('tells line, code and fix, and exits 1', async () => {
    await using project = await copyProject();
    await project.edit(TENANT, 'assign_membership_on_login: required', 'assign_membership_on_login: optional');
    const { code, stdout, stderr } = await runCommand(['check'], { cwd: project.rootDir });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^tenant\/tenant\.yaml:\d+:35 MEMBERSHIP_UNCLEAR expected .*\nFix: .*\n$/);
  });
});

test('settings of auth0-deploy-cli that are left in the environment are told', async () => {
  await using project = await copyProject();
  const env = {
    AUTH0_EXCLUDED_CLIENTS: '["x"]',
    AUTH0_INCLUDED_ONLY: 'roles',
    AUTH0_DOMAIN: 'acme.example',
    AUTH0_DRY_RUN: '',
  };
  const checked = await check({ rootDir: project.rootDir, environment: 'local', env });
  expect(checked.ok && checked.value.warnings).toEqual([
    'AUTH0_EXCLUDED_CLIENTS, AUTH0_INCLUDED_ONLY in the environment are settings of auth0-deploy-cli that deploys of this project do not heed',
  ]);
});
