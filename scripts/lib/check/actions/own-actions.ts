import type { BuiltTenant } from '../../build/build-tenant.ts';
import { suspendsLogin } from '../../bundle/suspends-login.ts';
import type { Failure } from '../../failures.ts';
import type { Manifest } from '../../manifest/manifest.ts';
import { type BindingFault, bindingFaults } from '../../manifest/own-actions.ts';
import type { Path } from '../../manifest/yaml-file.ts';

const TRIGGER: Path = ['triggers', 'post-login'];

/**
 * Finds what is wrong with `actions:` and `triggers:` of `tenant.yaml` by the rule that follows from `actions/config.ts`: the
 * file alone is not to be believed, since a deploy makes the tenant like it.
 */
export function checkOwnActions({ manifest, bundles, ownActions: own }: BuiltTenant): Failure[] {
  const { tenant, placeOf } = manifest;
  const bound = tenant.triggers['post-login'].map(({ action_name }) => ({
    action_name,
    redirects: suspendsLogin(bundles.find(({ name }) => name === action_name)?.code ?? ''),
  }));
  const declared = own.flatMap(({ code, name, isRequired }): Failure[] => {
    const [first, ...more] = tenant.actions.flatMap((action, index) => (action.code === code ? [index] : []));
    if (first === undefined && isRequired) {
      return [
        {
          code: 'ACTION_BINDINGS',
          expected: `an Action with code: ${code}, which the settings of actions/config.ts need`,
          found: 'none',
          where: placeOf(['actions']),
          fix: `Declare "${name}" under \`actions:\`, and bind it.`,
        },
      ];
    }
    return more.map((index) => ({
      code: 'ACTION_BINDINGS',
      expected: `one Action with code: ${code}`,
      found: 'another one',
      where: placeOf(['actions', index, 'code']),
      fix: 'Remove one of the two here and in `triggers:`.',
    }));
  });
  const order = own.map(({ name }) => name);
  const isUndeclared = ({ kind, name }: BindingFault) =>
    kind === 'not bound' && !tenant.actions.some((action) => action.name === name);
  return [
    ...declared,
    ...boundTwice(manifest, order),
    ...bindingFaults(own, bound)
      .filter((fault) => !isUndeclared(fault))
      .map((fault): Failure => {
        const index = bound.findLastIndex(({ action_name: name }) => name === fault.name);
        const where = placeOf(index < 0 ? TRIGGER : [...TRIGGER, index]);
        return { code: 'ACTION_BINDINGS', where, ...text(fault, order) };
      }),
  ];
}

/** Finds Actions that are bound twice: Auth0 binds an Action once to a trigger. */
const boundTwice = ({ tenant, placeOf }: Manifest, own: readonly string[]): Failure[] =>
  Object.entries(tenant.triggers).flatMap(([trigger, bindings]) => {
    const names = bindings.map(({ action_name: name }) => name);
    const twice = names.filter((name, index) => names.indexOf(name) < index && !own.includes(name));
    return [...new Set(twice)].map(
      (name): Failure => ({
        code: 'ACTION_BINDINGS',
        where: placeOf(['triggers', trigger, names.lastIndexOf(name)]),
        ...text({ kind: 'bound twice', name }, own),
      }),
    );
  });

function text({ kind, name }: BindingFault, order: readonly string[]): Omit<Failure, 'code' | 'where'> {
  switch (kind) {
    case 'not bound':
      return {
        expected: `"${name}" bound to post-login, which the settings of actions/config.ts need`,
        found: 'no binding',
        fix: `Bind it, in this order: ${order.join(', ')}.`,
      };
    case 'bound twice':
      return { expected: `"${name}" bound once`, found: 'another binding', fix: 'Remove one of the two.' };
    case 'order':
      return {
        expected: `this order: ${order.join(', ')}`,
        found: `"${name}" before one that belongs before it`,
        fix: 'Put them in this order: only the next Action can see a completed challenge.',
      };
    case 'redirect':
      return {
        expected: 'no Action that redirects or shows a form after the first of ours',
        found: `"${name}"`,
        fix: `Bind it before ${order[0]}: the proof of the second factor grows old while people are away.`,
      };
  }
}
