/** Makes the edits that teams make first in `actions/` and `tenant/`. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { editIn, rootDir } from './project.ts';
import { codeOf } from './recipe.ts';

type Edit = [file: string, from: string, to: string];

export interface Adoption {
  /** Replaces all of it, in order; the first place of a text each time. */
  edits: Edit[];
  /** New files, by their paths. */
  files?: Record<string, string>;
}

const CONFIG = 'actions/config.ts';
const POLICY = 'actions/policy.ts';
const TENANT = 'tenant/tenant.yaml';

export const ADOPTIONS = {
  'the README’s policy rule': {
    edits: [
      [POLICY, '  unverifiedEmail,\n', '  unverifiedEmail,\n  verifiedEmail,\n'],
      [
        POLICY,
        '    organizationAdmin(attribute),\n',
        "    organizationAdmin(attribute),\n    (event) => (verifiedEmail(event)?.endsWith('@partner.example') ? ['sso'] : []),\n",
      ],
    ],
  },
  'one more Action': {
    files: { 'actions/terms.ts': 'export const onExecutePostLogin = async (): Promise<void> => {};\n' },
    edits: [
      [
        TENANT,
        '\nactions:\n',
        '\nactions:\n  - name: terms\n    code: ../actions/terms.ts\n    supported_triggers:\n      - id: post-login\n        version: v3\n    dependencies: []\n    secrets: []\n',
      ],
      [TENANT, '  post-login:\n', '  post-login:\n    - action_name: terms\n      display_name: terms\n'],
    ],
  },
  'another role': {
    edits: [
      [POLICY, 'EXPRESS_CONFIGURE_ADMIN_ROLE', 'SETUP_ADMIN'],
      [TENANT, 'name: EXPRESS_CONFIGURE_ADMIN_ROLE', 'name: SETUP_ADMIN'],
    ],
  },
  'another attribute': {
    edits: [[CONFIG, "{ key: 'express_configure' }", "{ key: 'sso_admins' }"]],
  },
  'another metadata key': {
    edits: [[CONFIG, "metadataKey: 'domains'", "metadataKey: 'mail_domains'"]],
  },
  'own samples': {
    files: {
      'actions/samples.ts':
        "import type { Samples } from 'express-configure/testing';\n\nexport const samples: Samples = {\n  people: [{ email: 'pat@partner.example', name: 'Pat', organizations: ['acme'], shows: 'a partner' }],\n  events: { 'a partner': { user: { email: 'pat@partner.example' } } },\n};\n",
    },
    edits: [],
  },
  'push as factor': {
    edits: [
      [CONFIG, "allowedFactors: ['otp', ", "allowedFactors: ['push-notification', 'otp', "],
      [TENANT, '\nguardianFactors:\n', '\nguardianFactors:\n  - name: push-notification\n    enabled: true\n'],
    ],
  },
} satisfies Record<string, Adoption>;

/** An attribute of another shape, `app_metadata.admin_of: { org_id: ['sso'] }`, as docs/policy.md writes it. */
export const OTHER_SHAPE: Adoption = {
  files: {
    'actions/admin-of.ts': codeOf('actions/admin-of.ts', await readFile(join(rootDir, 'docs/policy.md'), 'utf8')),
  },
  edits: [
    [CONFIG, 'import { type AdminAttribute, type Config', 'import { type Config'],
    [
      CONFIG,
      "export const attribute: AdminAttribute = { key: 'express_configure' };",
      "export { attribute, attributeWriter } from './admin-of.ts';",
    ],
  ],
};

/** Gives the applications other names, each in several places of `tenant.yaml`. */
export async function renameApplications(folder: string): Promise<void> {
  const file = join(folder, TENANT);
  let text = await readFile(file, 'utf8');
  for (const [name, other] of OTHER_NAMES) text = text.replaceAll(name, other);
  await writeFile(file, text);
}

const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['Acme SaaS', 'Globex Cloud'],
  ['Acme Reports', 'Globex Insights'],
]);

/** Changes the `actions/` and `tenant/` below a folder, which hold what the fixture holds. */
export async function adopt(folder: string, { edits, files = {} }: Adoption): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  for (const edit of edits) await editIn(folder, ...edit);
}
