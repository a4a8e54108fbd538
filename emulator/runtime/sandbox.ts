import { createRequire, isBuiltin } from 'node:module';
import { compileFunction } from 'node:vm';

export interface ActionSource {
  name: string;
  code: string;
  dependencies: { name: string; version: string }[];
  /** A file below whose folder declared dependencies are resolved. */
  resolveFrom: string;
}

export type Handler = (...args: readonly unknown[]) => unknown;

const packageOf = (id: string): string =>
  id
    .split('/')
    .slice(0, id.startsWith('@') ? 2 : 1)
    .join('/');

/** Node's built-ins and the Action's declared dependencies; nothing else resolves, relative files included. */
function restrictedRequire({ dependencies, resolveFrom }: ActionSource): (id: string) => unknown {
  const requireFrom = createRequire(resolveFrom);
  const declared = new Set(dependencies.map((dependency) => dependency.name));
  return (id) => {
    if (isBuiltin(id) || declared.has(packageOf(id))) return requireFrom(id);
    throw Object.assign(new Error(`Cannot find module '${id}'`), { code: 'MODULE_NOT_FOUND' });
  };
}

/**
 * Compiles CommonJS code as Auth0's harness does, as the body of a function, and returns what runs its top level and gives
 * its exports. Throws where the code does not parse. The harness makes a realm of its own, in which an Action's `[]` is no
 * `Array` of the test's; here there is one realm, so values compare as values.
 *
 * @param globals what the code finds by name besides Node's own globals
 */
export function compileModule(
  code: string,
  filename: string,
  globals: object = {},
): (require: (id: string) => unknown) => unknown {
  const names = ['module', 'exports', 'require', ...Object.keys(globals)];
  const body = compileFunction(code, names, { filename });
  return (require) => {
    const module: { exports: unknown } = { exports: {} };
    body(module, module.exports, require, ...Object.values(globals));
    return module.exports;
  };
}

/** Runs a deployed Action's top level, which finds nothing but what its version declares, and returns its exports. */
export function loadExports(source: ActionSource, globals: object = {}): unknown {
  return compileModule(source.code, `${source.name}.js`, globals)(restrictedRequire(source));
}

const HANDLERS: readonly string[] = ['onExecutePostLogin', 'onContinuePostLogin'];

/** The named handler; throws in the words of Auth0's harness (actions-runtime 0.3). */
export function selectHandler(exports: unknown, name: string): Handler {
  if (typeof exports !== 'object' || exports === null) throw new Error('The Action must export an object.');
  if (!HANDLERS.includes(name)) throw new Error('The Action can only be called with valid methods.');
  const handler = Object.entries(exports).find(([key]) => key === name)?.[1];
  if (typeof handler !== 'function' || handler.constructor.name !== 'AsyncFunction') {
    throw new Error(
      `Invalid function signature for the "${name}" handler. Use "exports.${name} = async function(event, api) { }" as the signature.`,
    );
  }
  return handler;
}
