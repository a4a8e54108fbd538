import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HANDLERS } from '#actions-testing';
import type { Failure } from '../failures.ts';
import { sourceExports } from './source-exports.ts';
import type { ActionYaml } from './tenant-file.ts';
import type { YamlFile } from './yaml-file.ts';

/** Checks that every Action has its source, and that every source that exports a handler belongs to an Action. */
export async function checkActionFiles(rootDir: string, actions: ActionYaml[], yaml: YamlFile): Promise<Failure[]> {
  const folder = join(rootDir, 'actions');
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => /\.(ts|js|cjs)$/.test(entry.name) && !entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const handlers = await Promise.all(
    files.map(async (file) => ({
      file,
      isHandler: hasHandler(await readFile(join(folder, file), 'utf8').catch(() => '')),
    })),
  );

  const withoutFile = actions.flatMap((action, index): Failure[] => {
    const file = fileOf(action);
    if (files.includes(file)) return [];
    return [
      {
        code: 'ACTION_WITHOUT_FILE',
        expected: `a file actions/${file} for Action "${action.name}"`,
        found: 'no such file',
        where: yaml.placeOf(['actions', index, 'code']),
        fix: `Create actions/${file}, or remove the Action here and in \`triggers:\`.`,
      },
    ];
  });
  const withoutAction = handlers
    .filter(({ file, isHandler }) => isHandler && !actions.some((action) => fileOf(action) === file))
    .map(
      ({ file }): Failure => ({
        code: 'FILE_WITHOUT_ACTION',
        expected: `an entry with code: ../actions/${file} under \`actions:\` in tenant/tenant.yaml`,
        found: 'a handler that nothing deploys',
        where: { file: `actions/${file}` },
        fix: 'Add the Action and its trigger, or delete the file.',
      }),
    );
  return [...withoutFile, ...withoutAction];
}

const ASSIGNED = new RegExp(
  `\\bexports\\s*(?:\\.\\s*|\\[\\s*['"\`])(?:${HANDLERS.join('|')})\\b|\\bmodule\\.exports\\s*=\\s*\\{[^{}]*\\b(?:${HANDLERS.join('|')})\\b`,
);

const hasHandler = (text: string): boolean =>
  ASSIGNED.test(text) || sourceExports(text).some(({ name }) => HANDLERS.includes(name));

const fileOf = (action: ActionYaml): string => action.code.slice('../actions/'.length);
