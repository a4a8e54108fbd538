import { buildTenant } from '../../lib/build/build-tenant.ts';
import { loadSamples } from '../../lib/bundle/samples.ts';
import { checkTenant } from '../../lib/check/check-tenant.ts';
import {
  checkProcessEnvironment,
  processEnvironmentWarnings,
} from '../../lib/check/environments/process-environment.ts';
import { domainSourceWarnings } from '../../lib/check/settings/domain-sources.ts';
import { stepUpWarnings } from '../../lib/check/settings/step-up.ts';
import { okUnless, type Result } from '../../lib/failures.ts';
import { SECTION_APIS } from '../../lib/management-api/sections.ts';
import { unboundActions } from '../../lib/manifest/unbound-actions.ts';

export interface CheckReport {
  environment: string;
  actions: string[];
  /** Sections of `tenant.yaml` that were checked against Auth0's published API or by this project's own rules. */
  checked: string[];
  /** Sections that pass to auth0-deploy-cli as they are. */
  unchecked: string[];
  /** Sentences about what is right and weak, and of what can't be known. */
  warnings: string[];
}

/** Sections that other rules check. */
const OWN_RULES = ['actions', 'triggers'];

/**
 * Checks everything that can be known without a tenant. Writes nothing, needs no secrets and no network.
 *
 * @param options.env environment variables a stock auth0-deploy-cli would see
 */
export async function check(options: {
  rootDir: string;
  environment: string;
  env: Readonly<Record<string, string | undefined>>;
}): Promise<Result<CheckReport>> {
  const { rootDir, environment, env } = options;
  const ofProcess = checkProcessEnvironment(env);
  const built = await buildTenant({ rootDir, environment });
  if (!built.ok) return { ok: false, failures: [...ofProcess, ...built.failures] };

  const { tenant, ...manifest } = built.value.manifest;
  const isChecked = (section: string): boolean => OWN_RULES.includes(section) || Object.hasOwn(SECTION_APIS, section);
  const sections = Object.keys(tenant);
  const samples = await loadSamples(rootDir);
  const failures = [
    ...ofProcess,
    ...(await checkTenant(rootDir, built.value)),
    ...(samples.ok ? [] : samples.failures),
  ];
  return okUnless(failures, {
    environment: manifest.environment.name,
    actions: built.value.bundles.map(({ name }) => name),
    checked: sections.filter(isChecked),
    unchecked: sections.filter((section) => !isChecked(section)),
    warnings: [
      ...processEnvironmentWarnings(env),
      ...built.value.bundles.flatMap(({ warnings }) => warnings),
      ...unboundActions(built.value.manifest),
      ...stepUpWarnings(built.value),
      ...(await domainSourceWarnings(rootDir, built.value.manifest)),
    ],
  });
}
