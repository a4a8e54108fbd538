import { join } from 'node:path';
import { type Handler, loadExports, selectHandler } from '../../emulator/runtime/sandbox.ts';
import { buildTenant } from '../../scripts/lib/build/build-tenant.ts';
import { rootDir as checkout, projectDir } from '../support/project.ts';
import { type ActionName, ENTRY, type Subject } from './subjects.ts';

/** The bytes that would be deployed from a project, in this process. */
export async function built(rootDir: string = projectDir): Promise<Subject> {
  const tenant = await buildTenant({ rootDir, environment: 'local' });
  if (!tenant.ok) throw new Error(JSON.stringify(tenant.failures));
  const load = (name: ActionName): Handler => {
    const bundle = tenant.value.bundles.find((candidate) => candidate.name === `express-configure-${name}`);
    if (bundle === undefined) throw new Error(`no bundle of ${name}`);
    const dependencies =
      tenant.value.manifest.tenant.actions.find(({ name }) => name === bundle.name)?.dependencies ?? [];
    const resolveFrom = join(checkout, 'package.json');
    return selectHandler(loadExports({ name: bundle.name, code: bundle.code, dependencies, resolveFrom }), ENTRY);
  };
  return { 'step-up': load('step-up'), enroll: load('enroll'), grant: load('grant'), domains: load('domains') };
}
