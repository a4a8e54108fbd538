import { readFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import type { FileProvider } from '@actions/workflow-parser/workflows/file-provider';
import { rootDir } from './project.ts';

// The package imports JSON without the attribute that Node demands.
registerHooks({
  load: (url, context, next) =>
    /workflow-parser.*\.json$/.test(url)
      ? next(url, { ...context, importAttributes: { type: 'json' } })
      : next(url, context),
});
const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser');

/** Returns files of this project that a workflow calls. */
const files: FileProvider = {
  getFileContent: async (reference) => {
    const name = 'path' in reference ? reference.path : '';
    return { name, content: await readFile(join(rootDir, name), 'utf8') };
  },
};

/** Returns what GitHub's own parser says of a workflow: a line for each mistake. */
export async function mistakesIn(name: string, content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  if (value) await convertWorkflowTemplate(context, value, files, { fetchReusableWorkflowDepth: 2 });
  return context.errors.getErrors().map(({ message }) => message);
}
