import { describe, expect, test } from 'vitest';
import { readManifest } from '../../../../scripts/lib/manifest/manifest.ts';
import { renderFailures } from '../../../../scripts/lib/render.ts';
import { editIn } from '../../../support/project.ts';
import { edited, FILES, fixture } from '../../fixture.ts';

const TENANT = 'tenant/tenant.yaml';
const LOCAL = 'tenant/environments/local.yaml';

async function failuresOf(changes: Record<string, string | undefined>): Promise<string> {
  const read = await readManifest({ rootDir: await fixture(changes), environment: 'local' });
  return read.ok ? '' : renderFailures(read.failures);
}

test('anchors, aliases and merge keys are what they stand for', async () => {
  const rootDir = await fixture(
    edited(
      TENANT,
      '  - name: Reports\n',
      '  - &reports\n    name: Reports\n    web_origins: &origins [https://a.example]\n',
    ),
  );
  await editIn(
    rootDir,
    TENANT,
    'databases:\n',
    '  - <<: *reports\n    name: Billing\n    callbacks: *origins\ndatabases:\n',
  );
  const read = await readManifest({ rootDir, environment: 'local' });
  if (!read.ok) throw new Error(renderFailures(read.failures));
  expect(read.value.tenant.clients.at(-1)).toEqual({
    name: 'Billing',
    web_origins: ['https://a.example'],
    callbacks: ['https://a.example'],
    allowed_origins: ['https://app.example'],
  });
});

describe('an Action', () => {
  test('a name with spaces and capitals, and none that is no file name', async () => {
    expect(
      await failuresOf({ [TENANT]: FILES[TENANT].replaceAll('name: greet', 'name: Greet Everybody (v1.2)') }),
    ).toBe('');
    for (const name of ['../greet', 'greet/all', '" greet"', '"greet\\n"', 'greet.', '"a\\0b"']) {
      expect(await failuresOf({ [TENANT]: FILES[TENANT].replaceAll('name: greet', `name: ${name}`) })).toContain(
        'INVALID_VALUE expected an Action name of letters, digits, spaces and . _ ( ) -',
      );
    }
  });

  test('two names that differ in capitals alone are one file', async () => {
    const entry = FILES[TENANT].slice(
      FILES[TENANT].indexOf('  - name: greet'),
      FILES[TENANT].indexOf('triggers:\n  post'),
    );
    expect(
      await failuresOf(edited(TENANT, '\ntriggers:\n', `\n${entry.replace('name: greet', 'name: Greet')}triggers:\n`)),
    ).toContain('DUPLICATE_NAME expected one entry "Greet" in `actions:`, capitals aside, found another one');
  });
});

describe('a keyword', () => {
  test.each(['APP-HOST', 'APP.HOST', 'app-host'])('with a dot or a hyphen in its name: %s', async (name) => {
    const fix = `Fix: Rename it, for instance to ##APP_HOST##, here and in ${LOCAL}.\n`;
    const refused = `KEYWORD_NAME expected a keyword of capitals, digits and underscores, found ##${name}##\n${fix}`;
    expect(await failuresOf(edited(TENANT, '##APP_HOST##/callback', `##${name}##/callback`))).toBe(
      `tenant/tenant.yaml:13:9 ${refused}`,
    );
    expect(await failuresOf({ 'tenant/emails/a.html': `<p>##${name}##` })).toBe(`tenant/emails/a.html ${refused}`);
    expect(await failuresOf(edited(TENANT, '"@@ORIGINS@@"', `"@@${name}@@"`))).toContain(
      'tenant.yaml:25:22 KEYWORD_NAME',
    );
    expect(await failuresOf(edited(TENANT, '"##AUTH0_DOMAIN##"', `##${name}## # x`))).toContain(
      '16:27 KEYWORD_UNQUOTED',
    );
    expect(await failuresOf(edited(LOCAL, '  APP_HOST:', `  ${name}: x\n  APP_HOST:`))).toContain(
      `tenant/environments/local.yaml:2:3 KEYWORD_NAME expected a keyword of capitals, digits and underscores, found "${name}"`,
    );
  });

  test.each(['NODE_OPTIONS', 'AUTH0_EXCLUDED', 'LD_PRELOAD'])(
    'a secret that would set up a process: %s',
    async (name) => {
      expect(await failuresOf(edited(LOCAL, 'secrets:\n', `secrets:\n  ${name}:\n    version: 1\n`))).toBe(
        'tenant/environments/local.yaml:6:3 KEYWORD_NAME expected a secret whose name begins with neither AUTH0_, NODE_, LD_ nor DYLD_, ' +
          `found "${name}"\nFix: Rename it here and where it is used.\n`,
      );
    },
  );

  test.each(['api-key', 'auth0_key', 'AUTH0_key'])('a secret named %s: one message, at its line', async (name) => {
    expect(await failuresOf(edited(LOCAL, 'secrets:\n', `secrets:\n  ${name}:\n    version: 1\n`))).toBe(
      'tenant/environments/local.yaml:6:3 KEYWORD_NAME expected a keyword of capitals, digits and underscores, ' +
        `found "${name}"\nFix: Rename it here and where it is used.\n`,
    );
  });
});

describe('two entries that mean one resource of the tenant', () => {
  const section = (text: string) => edited(TENANT, 'databases:\n', `${text}databases:\n`);

  test.each<[string, Record<string, string>, string]>([
    ['roles', section('roles:\n  - { name: Admin }\n  - { name: Admin }\n'), '"Admin" in `roles:`'],
    [
      'resource servers, by identifier',
      section(
        'resourceServers:\n  - { name: A, identifier: "https://a.example" }\n  - { name: B, identifier: "https://a.example" }\n',
      ),
      '"https://a.example" in `resourceServers:`',
    ],
    [
      'a database and another connection',
      section('connections:\n  - { name: users, strategy: samlp }\n'),
      '"users" in `databases:` and `connections:`',
    ],
    [
      'profiles',
      edited(TENANT, '  - name: attributes\n', '  - name: attributes\n  - name: attributes\n'),
      '"attributes" in `userAttributeProfiles:`',
    ],
    [
      'grants of one application for one API',
      section(
        'clientGrants:\n  - { client_id: App, audience: "https://a.example", scope: [] }\n  - { client_id: App, audience: "https://a.example", scope: [x] }\n',
      ),
      '"App", "https://a.example" in `clientGrants:`',
    ],
    ['sections that pass through', section('forms:\n  - { name: A }\n  - { name: A }\n'), '"A" in `forms:`'],
    [
      'secrets of one Action',
      edited(
        TENANT,
        '      - name: OIN_CLIENT_IDS\n',
        '      - { name: OIN_CLIENT_IDS, value: "##OIN_CLIENT_IDS##" }\n      - name: OIN_CLIENT_IDS\n',
      ),
      '"OIN_CLIENT_IDS" in `secrets:`',
    ],
    [
      'dependencies of one Action',
      edited(
        TENANT,
        '    dependencies: []\n',
        '    dependencies: [{ name: a, version: 1.0.0 }, { name: a, version: 2.0.0 }]\n',
      ),
      '"a" in `dependencies:`',
    ],
  ])('%s', async (_name, changes, what) => {
    expect(await failuresOf(changes)).toContain(`DUPLICATE_NAME expected one entry ${what}, found another one`);
  });

  test('are none where another field tells them apart', async () => {
    expect(
      await failuresOf(
        section(
          'clientGrants:\n  - { client_id: App, audience: "https://a.example", scope: [], subject_type: user }\n' +
            '  - { client_id: App, audience: "https://a.example", scope: [], subject_type: client }\n' +
            'resourceServers:\n  - { name: A, identifier: "https://a.example" }\n  - { name: A, identifier: "https://b.example" }\n',
        ),
      ),
    ).toBe('');
  });
});

describe('a keyword that auth0-deploy-cli would leave in place', () => {
  const described = (text: string) =>
    edited(TENANT, '  - name: Reports\n', `  - name: Reports\n    description: ${JSON.stringify(text)}\n`);

  test.each([
    ['##APP.HOST##', '##APP_HOST##'],
    ['x##APP/HOST##y', '##APP_HOST##'],
    ['@@APP:HOST@@', '@@APP_HOST@@'],
    ['##ÄPP_HOST##', '##APP_HOST##'],
    ['## APP_HOST ##', '##APP_HOST##'],
    ['##APP HOST##', '##APP_HOST##'],
    ['@@ OIN_CLIENT_IDS @@', '@@OIN_CLIENT_IDS@@'],
  ])('%s has a name that is none', async (mark, plain) => {
    const failures = await failuresOf(described(mark));
    expect(failures).toContain('tenant/tenant.yaml:25:18 KEYWORD_NAME expected a keyword of capitals');
    expect(failures).toContain(`Fix: Rename it, for instance to ${plain}, here and in ${LOCAL}.`);
  });

  test.each(['## SETUP ##', "'##' + name + '##'", '## Title', 'a@@b', '#1##', '@@ -1,2 +1,2 @@'])(
    '%s is a text',
    async (text) => {
      expect(await failuresOf(described(text))).toBe('');
    },
  );

  test('is one in the name of a property', async () => {
    for (const name of ['APP_HOST', 'OIN_CLIENT_IDS', 'ORIGINS']) {
      expect(
        await failuresOf(
          edited(TENANT, '  - name: Reports\n', `  - name: Reports\n    client_metadata: { "##${name}##": x }\n`),
        ),
      ).toContain(
        `tenant/tenant.yaml:25:24 KEYWORD_NOT_TEXT expected keywords in values alone, found ${name} in the name of a property`,
      );
    }
  });
});

test.each(['007', '1.10', '12345678901234567890', '0x1F', '.inf'])(
  'the number %s of an environment is not changed on its way',
  async (number) => {
    expect(await failuresOf(edited(LOCAL, 'APP_HOST: app.example', `APP_HOST: ${number}`))).toContain(
      `${LOCAL}:2:13 INVALID_VALUE expected a number as it is meant, or a text in quotes, found "${number}", which YAML reads as `,
    );
    expect(await failuresOf(edited(LOCAL, 'APP_HOST: app.example', `APP_HOST: "a${number}"`))).toBe('');
  },
);

test('a merge key of what is no map is a mistake in the file', async () => {
  expect(await failuresOf(edited(TENANT, '  - name: Reports\n', '  - name: Reports\n    <<: x\n'))).toBe(
    'tenant/tenant.yaml YAML_MALFORMED expected `<<:` to name a map, or a list of maps, found another value\n' +
      'Fix: Write an alias of a map, such as `<<: *common`.\n',
  );
});
