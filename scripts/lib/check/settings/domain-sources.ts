import { evaluate } from '../../bundle/evaluate.ts';
import type { Failure } from '../../failures.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import { renderPlace } from '../../render.ts';

/** Describes a domain source in use, without its function. */
interface DeclaredSource {
  name: string;
  secrets: string[];
  dependencies: string[];
}

const ENTRY = `
import { domains } from './actions/config.ts';
sources = domains.sources.map(({ name, secrets, dependencies }) => ({ name, secrets: [...secrets], dependencies: [...dependencies] }));
`;

const CODE = '../actions/domains.ts';
/** The Public Suffix List: the Action loads it whatever its sources are. */
const OF_THE_ACTION: readonly string[] = ['tldts'];

/**
 * Compares what the sources in use declare (`secrets`, `dependencies`) with what `tenant.yaml` gives to the domains
 * Action. The build has compared `tenant.yaml` with the code; `doctor` uses what the sources declare.
 */
export async function checkDomainSources(rootDir: string, manifest: Manifest): Promise<Failure[]> {
  const { index, action } = domainsAction(manifest);
  if (action === undefined) return [];
  const given = givenTo(action);
  const placeOf = (part: 'secrets' | 'dependencies') => manifest.placeOf(['actions', index, part]);
  return (await sourcesInUse(rootDir)).flatMap(({ name, secrets, dependencies }): Failure[] => [
    ...secrets
      .filter((secret) => !given.secrets.includes(secret))
      .map((secret) => ({
        code: 'SECRET_UNDECLARED' as const,
        expected: `secret ${secret} under \`secrets:\` of "${action.name}", as domain source "${name}" needs it`,
        found: given.secrets.length > 0 ? `only ${given.secrets.join(', ')}` : 'no secrets',
        where: placeOf('secrets'),
        fix: `Add { name: ${secret}, value: "##${secret}##" }, or take ${secret} out of \`secrets\` of the source.`,
      })),
    ...dependencies
      .filter((dependency) => !given.dependencies.includes(dependency))
      .map((dependency) => ({
        code: 'DEPENDENCY_UNDECLARED' as const,
        expected: `${dependency} under \`dependencies:\` of "${action.name}", as domain source "${name}" needs it`,
        found: given.dependencies.length > 0 ? `only ${given.dependencies.join(', ')}` : 'no dependencies',
        where: placeOf('dependencies'),
        fix: `Add ${dependency} with its version, or take it out of \`dependencies\` of the source.`,
      })),
  ]);
}

/** Returns sentences about what `tenant.yaml` gives to the domains Action and no source in use says that it needs. */
export async function domainSourceWarnings(rootDir: string, manifest: Manifest): Promise<string[]> {
  const { index, action } = domainsAction(manifest);
  if (action === undefined) return [];
  const sources = await sourcesInUse(rootDir);
  const warn = (part: 'secrets' | 'dependencies', noun: string): string[] => {
    const needed = [...sources.flatMap((source) => source[part]), ...(part === 'dependencies' ? OF_THE_ACTION : [])];
    return givenTo(action)[part].flatMap((name, position) =>
      needed.includes(name)
        ? []
        : [
            `${noun} ${name} of "${action.name}" (${renderPlace(manifest.placeOf(['actions', index, part, position]))}) is in \`${part}\` of no domain source in use, so doctor does not know that it is needed`,
          ],
    );
  };
  return [...warn('secrets', 'secret'), ...warn('dependencies', 'dependency')];
}

function domainsAction({ tenant }: Manifest) {
  const index = tenant.actions.findIndex(({ code }) => code === CODE);
  return { index, action: tenant.actions[index] };
}

const givenTo = ({ secrets = [], dependencies = [] }: Manifest['tenant']['actions'][number]) => ({
  secrets: secrets.map(({ name }) => name),
  dependencies: dependencies.map(({ name }) => name),
});

/** Returns the sources; none if the settings do not load, which is reported already. */
const sourcesInUse = async (rootDir: string): Promise<DeclaredSource[]> =>
  (await evaluate<{ sources: DeclaredSource[] }>(rootDir, ENTRY, { sources: [] }, undefined)).sources;
