import { join } from 'node:path';
import * as domains from '../../actions/domains.ts';
import * as grant from '../../actions/grant.ts';
import * as stepUp from '../../actions/step-up.ts';
import { type Handler, loadExports, selectHandler } from '../../emulator/runtime/sandbox.ts';
import { buildTenant } from '../../scripts/lib/build-tenant.ts';
import { rootDir as checkout } from '../support/project.ts';

export const ACTION_NAMES = ['step-up', 'grant', 'domains'] as const;
export type ActionName = (typeof ACTION_NAMES)[number];

/** The three Actions in one of their forms. */
export type Subject = Record<ActionName, Handler>;

const ENTRY = 'onExecutePostLogin';

export const source: Subject = {
  'step-up': selectHandler(stepUp, ENTRY),
  grant: selectHandler(grant, ENTRY),
  domains: selectHandler(domains, ENTRY),
};

/** The bytes that would be deployed from a project, in this process. */
export async function built(rootDir: string = checkout): Promise<Subject> {
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
  return { 'step-up': load('step-up'), grant: load('grant'), domains: load('domains') };
}
