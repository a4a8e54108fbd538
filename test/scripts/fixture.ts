import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Line numbers count: tests assert places in it. */
const TENANT_YAML = `connectionProfiles:
  - name: profile
    connection_name_prefix_template: okta-{org_name}
userAttributeProfiles:
  - name: attributes
    user_attributes: {}
clients:
  - name: OIN
    app_type: express_configuration
    organization_require_behavior: pre_login_prompt
  - name: App
    callbacks:
      - https://##APP_HOST##/callback
    express_configuration:
      initiate_login_uri_template: https://##APP_HOST##/login
      admin_login_domain: "##AUTH0_DOMAIN##"
      connection_profile_id: profile
      user_attribute_profile_id: attributes
      okta_oin_client_id: OIN
      enable_client: true
      enable_organization: true
      linked_clients:
        - client_id: Reports
  - name: Reports
    allowed_origins: "@@ORIGINS@@"
databases:
  - name: users
    enabled_clients:
      - App
actions:
  - name: greet
    code: ../actions/greet.ts
    runtime: node22
    supported_triggers:
      - id: post-login
        version: v3
    dependencies: []
    secrets:
      - name: OIN_CLIENT_IDS
        value: "##OIN_CLIENT_IDS##"
triggers:
  post-login:
    - action_name: greet
      display_name: greet
`;

const LOCAL_YAML = `values:
  APP_HOST: app.example
  ORIGINS:
    - https://app.example
secrets:
  OIN_CLIENT_IDS:
    version: 1
    public: true
`;

const GREET_TS = `export const onExecutePostLogin = async (event: { secrets: Record<string, string> }): Promise<void> => {
  if (event.secrets.OIN_CLIENT_IDS === undefined) throw new Error('no clients');
};
`;

export const FILES = {
  'package.json': '{ "name": "fixture", "version": "1.2.3" }',
  'package-lock.json': '{ "packages": {} }',
  'tenant/tenant.yaml': TENANT_YAML,
  'tenant/environments/local.yaml': LOCAL_YAML,
  'actions/greet.ts': GREET_TS,
};

/** A small sound project in a folder of its own, gone after the test. `undefined` leaves a file out. */
export async function fixture(changes: Record<string, string | undefined> = {}): Promise<string> {
  const rootDir = await mkdtemp(join(tmpdir(), 'express-configure-'));
  onTestFinished(() => rm(rootDir, { recursive: true, force: true }));
  for (const [path, content] of Object.entries({ ...FILES, ...changes })) {
    if (content === undefined) continue;
    await mkdir(dirname(join(rootDir, path)), { recursive: true });
    await writeFile(join(rootDir, path), content);
  }
  return rootDir;
}

/** The fixture's file with one edit, which must hit. */
export function edited(file: keyof typeof FILES, find: string, replacement: string): Record<string, string> {
  const before = FILES[file];
  if (!before.includes(find)) throw new Error(`${file} has no ${find}`);
  return { [file]: before.replace(find, () => replacement) };
}
