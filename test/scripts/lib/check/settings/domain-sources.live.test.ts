import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { check } from '../../../../../scripts/commands/check/run.ts';
import { renderFailures } from '../../../../../scripts/lib/render.ts';
import { copyProject } from '../../../../support/project.ts';

const TENANT = 'tenant/tenant.yaml';
/** It reads its secret by a name that the build cannot follow. */
const sourceOf = (secrets: string[], dependencies: string[], secretName: string): string => `
import { type DomainSource, own, read } from 'express-configure/actions';
import { config } from './config.ts';

export const ledger: DomainSource = {
  name: 'ledger',
  secrets: ${JSON.stringify(secrets)},
  dependencies: ${JSON.stringify(dependencies)},
  read(event) {
    const list = own(read(event, 'organization', 'metadata'), 'ledger');
    return typeof list === 'string' && event.secrets[${secretName}] !== '' ? { entries: [list] } : { failure: 'EC_CONFIG' };
  },
};
`;
const DYNAMIC = "['LEDGER', 'KEY'].join(config.stepUp.mode === 'off' ? '-' : '_')";

/** What a check says of a project with one more domain source. */
async function saysOf(source: string, ...edits: [from: string, to: string][]) {
  await using project = await copyProject();
  await writeFile(join(project.rootDir, 'actions/ledger.ts'), source);
  const config = 'actions/config.ts';
  await project.edit(config, 'sources: [organizationMetadata]', 'sources: [organizationMetadata, ledger]');
  await project.edit(config, '/**\n', "import { ledger } from './ledger.ts';\n\n/**\n");
  for (const edit of edits) await project.edit(TENANT, ...edit);
  await project.edit('tenant/environments/local.yaml', 'secrets:\n', 'secrets:\n  LEDGER_KEY:\n    version: 1\n');
  const checked = await check({ rootDir: project.rootDir, environment: 'local', env: {} });
  const failures = checked.ok ? [] : checked.failures.filter(({ code }) => code !== 'KEYWORD_UNSET');
  return {
    failures: renderFailures(failures).replaceAll(/tenant\.yaml:\d+:/g, 'tenant.yaml:LINE:'),
    warnings: checked.ok
      ? checked.value.warnings.map((line) => line.replaceAll(/tenant\.yaml:\d+:/g, 'tenant.yaml:LINE:'))
      : [],
  };
}

const GIVES_KEY: [string, string] = [
  '    secrets: []\n',
  '    secrets:\n      - name: LEDGER_KEY\n        value: "##LEDGER_KEY##"\n',
];

test('a secret and a package that a source in use says it needs must be given to the domains Action', async () => {
  const { failures } = await saysOf(sourceOf(['LEDGER_KEY', 'LEDGER_URL'], ['ledger-client'], DYNAMIC), GIVES_KEY);
  expect(failures).toBe(
    `${TENANT}:LINE:7 DEPENDENCY_UNDECLARED expected ledger-client under \`dependencies:\` of ` +
      '"express-configure-domains", as domain source "ledger" needs it, found only tldts\nFix: Add ledger-client with its ' +
      'version, or take it out of `dependencies` of the source.\n\n' +
      `${TENANT}:LINE:7 SECRET_UNDECLARED expected secret LEDGER_URL under \`secrets:\` of "express-configure-domains", as ` +
      'domain source "ledger" needs it, found only LEDGER_KEY\nFix: Add { name: LEDGER_URL, value: "##LEDGER_URL##" }, or ' +
      'take LEDGER_URL out of `secrets` of the source.\n',
  );
});

test('a secret that is given and that no source in use names is said', async () => {
  const said =
    `secret LEDGER_KEY of "express-configure-domains" (${TENANT}:LINE:9) is in \`secrets\` of no domain source in use, so ` +
    'doctor does not know that it is needed';
  expect(await saysOf(sourceOf([], [], "'LEDGER_KEY'"), GIVES_KEY)).toEqual({ failures: '', warnings: [said] });
  const { failures, warnings } = await saysOf(sourceOf([], [], DYNAMIC), GIVES_KEY);
  expect(failures).toBe('');
  expect(warnings).toContain(said);
  expect(await saysOf(sourceOf(['LEDGER_KEY'], [], "'LEDGER_KEY'"), GIVES_KEY)).toEqual({ failures: '', warnings: [] });
});
