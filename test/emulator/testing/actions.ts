import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionFromFile, type TestAction } from '#actions-testing';

export interface ActionFiles extends AsyncDisposable {
  folder: string;
  /** Writes a file and gives its path. */
  write(name: string, code: string): Promise<string>;
  /** An Action whose `onExecutePostLogin` has this body. */
  action(body: string, name?: string): Promise<TestAction>;
}

/** A folder for Actions that a test writes; gone at the end of its scope. */
export async function actionFiles(): Promise<ActionFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'actions-'));
  const write = async (name: string, code: string): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, code);
    return file;
  };
  return {
    folder,
    write,
    action: async (body, name = 'probe') => actionFromFile(await write(`${name}.cjs`, handler(body))),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

export const handler = (body: string, name = 'onExecutePostLogin'): string =>
  `exports.${name} = async (event, api) => { ${body} };\n`;
