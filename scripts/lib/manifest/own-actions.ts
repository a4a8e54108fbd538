import type { StepUpSettings } from '../../../library/step-up-settings.ts';
import type { ActionYaml } from './tenant-file.ts';

/** Describes one of the Actions that decide together about Express Configuration. */
export interface OwnAction {
  /** The source, as in `code:` of `tenant.yaml`. */
  code: string;
  /** The name that `tenant.yaml` declares, or that this project ships. */
  name: string;
  /** Logins fail or ask for no factor without it. */
  isRequired: boolean;
}

/** Holds the settings that decide which Actions a login needs. */
export type Needs = Pick<StepUpSettings, 'mode' | 'whenNoFactor' | 'whenOnlyOtherFactors'>;

const isAlways = (): boolean => true;

/** Lists the Actions in the order in which they must be bound, with the settings that need each. */
const OWN: readonly { source: string; decides: boolean; isNeeded: (settings: Needs) => boolean }[] = [
  { source: 'step-up', decides: true, isNeeded: ({ mode }) => mode !== 'off' },
  {
    source: 'enroll',
    decides: true,
    isNeeded: ({ mode, whenNoFactor, whenOnlyOtherFactors }) =>
      mode !== 'off' && (whenNoFactor !== 'deny' || whenOnlyOtherFactors !== 'deny'),
  },
  { source: 'grant', decides: true, isNeeded: isAlways },
  { source: 'domains', decides: false, isNeeded: isAlways },
];

const codeOf = (source: string): string => `../actions/${source}.ts`;

/** Returns this project's Actions in the order in which they must be bound. The file says their names, and nothing else. */
export const ownActions = (settings: Needs, declared: readonly ActionYaml[]): OwnAction[] =>
  OWN.map(({ source, isNeeded }) => {
    const code = codeOf(source);
    const name = declared.find((action) => action.code === code)?.name ?? `express-configure-${source}`;
    return { code, name, isRequired: isNeeded(settings) };
  });

/** Returns the declared Actions that decide by `config`: all of this project's but the one of the domains. */
export const decidingActions = (declared: readonly ActionYaml[]): ActionYaml[] =>
  declared.filter(({ code }) => OWN.some(({ source, decides }) => decides && code === codeOf(source)));

/** Describes a binding of a trigger; the list is in order. */
export interface BoundName {
  action_name: string;
  /** Its code suspends the login: it sends people elsewhere, or shows a form. */
  redirects: boolean;
}

/** Describes a fault of a trigger's list. `name` is the Action's. */
export interface BindingFault {
  kind: 'not bound' | 'bound twice' | 'order' | 'redirect';
  name: string;
}

/**
 * Finds the faults of a trigger's list, of the file or of the tenant: each needed Action of ours is bound, each once,
 * in order, and nothing after the first of them suspends the login. A grant before a redirect would become a token
 * whenever the user returns, however old the proof is by then.
 */
export function bindingFaults(own: readonly OwnAction[], bound: readonly BoundName[]): BindingFault[] {
  const names = bound.map(({ action_name: name }) => name);
  const positions = own.map(({ name }) => names.indexOf(name)).filter((position) => position >= 0);
  const outOfOrder = positions.find((position, index) => index > 0 && position < (positions[index - 1] ?? 0));
  const first = positions.length > 0 ? Math.min(...positions) : bound.length;
  return [
    ...own
      .filter(({ name, isRequired }) => isRequired && !names.includes(name))
      .map(({ name }): BindingFault => ({ kind: 'not bound', name })),
    ...own
      .filter(({ name }) => names.indexOf(name) !== names.lastIndexOf(name))
      .map(({ name }): BindingFault => ({ kind: 'bound twice', name })),
    ...(outOfOrder === undefined ? [] : [{ kind: 'order' as const, name: names[outOfOrder] ?? '' }]),
    ...bound
      .slice(first + 1)
      .filter(({ redirects }) => redirects)
      .map(({ action_name: name }): BindingFault => ({ kind: 'redirect', name })),
  ];
}
