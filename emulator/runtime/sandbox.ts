import { createRequire, isBuiltin } from 'node:module';
import { compileFunction } from 'node:vm';
import { installedVersion } from './installed-version.ts';
import { handlersOf, isTriggerHandler } from './triggers/handlers.ts';

export interface ActionSource {
  name: string;
  code: string;
  dependencies: { name: string; version: string }[];
  /** A file below whose folder declared dependencies are resolved. */
  resolveFrom: string;
}

/** The version that means the one installed here. */
const LATEST = 'latest';

/** Runs one login or redirect through an Action. */
export type Handler = (...args: readonly unknown[]) => unknown;

const packageOf = (id: string): string =>
  id
    .split('/')
    .slice(0, id.startsWith('@') ? 2 : 1)
    .join('/');

/**
 * Returns a `require` for Node's built-ins and the Action's declared dependencies; nothing else resolves, relative
 * files included.
 */
function restrictedRequire({ dependencies, resolveFrom }: ActionSource): (id: string) => unknown {
  const requireFrom = createRequire(resolveFrom);
  const declared = new Map(dependencies.map(({ name, version }) => [name, version]));
  const installed = new Set<string>();
  return (id) => {
    const name = packageOf(id);
    if (!isBuiltin(id) && !installed.has(name)) {
      const version = declared.get(name);
      if (version === undefined) throw moduleNotFound(id);
      const found = installedVersion(resolveFrom, name);
      if (found === undefined || (found !== version && version !== LATEST))
        throw moduleNotFound(
          id,
          ` ((${version} is declared, ${found ?? 'none'} is installed here: npm install --save-exact ${name}@${version}))`,
        );
      installed.add(name);
    }
    return requireFrom(id);
  };
}

const moduleNotFound = (id: string, hint = ''): Error =>
  Object.assign(new Error(`Cannot find module '${id}'${hint}`), { code: 'MODULE_NOT_FOUND' });

/**
 * Names the parameters of the function whose body the code is: the code cannot declare these names again. It can
 * declare those of all globals.
 */
const PARAMETERS = ['module', 'exports', 'console'];

/**
 * Compiles CommonJS code as Auth0's harness does, as the body of a function, and returns a function that runs its top
 * level and returns its exports. Throws if the code does not parse. The harness makes a separate realm, in which an
 * Action's `[]` is not an `Array` of the test's; here there is one realm, so values compare as values
 * (docs/notes/actions-runtime.md#top-level).
 *
 * @param globals the names that the code has besides Node's own globals
 */
export function compileModule(
  code: string,
  filename: string,
  globals: object = {},
): (require: (id: string) => unknown) => unknown {
  // Alone first: what does not parse must not end the function below.
  compileFunction(code, PARAMETERS, { filename });
  const { console: ownConsole = console, ...others }: { console?: unknown } = globals;
  const head = `return function (${PARAMETERS.join(', ')}) {`;
  const names = ['require', ...Object.keys(others)];
  const factory = compileFunction(`${head}${code}\n}`, names, { filename, columnOffset: -head.length });
  return (require) => {
    const module: { exports: unknown } = { exports: {} };
    factory(require, ...Object.values(others)).call(undefined, module, module.exports, ownConsole);
    return module.exports;
  };
}

/** Runs a deployed Action's top level, which can require only what its version declares, and returns its exports. */
export function loadExports(source: ActionSource, globals: object = {}): unknown {
  return compileModule(source.code, `${source.name}.js`, globals)(restrictedRequire(source));
}

/** Returns the named handler; throws the message of Auth0's harness (docs/notes/actions-runtime.md#handlers). */
export function selectHandler(exports: unknown, name: string): Handler {
  if (typeof exports !== 'object' || exports === null) throw new Error('The Action must export an object.');
  if (!handlersOf('post-login').includes(name) && !isTriggerHandler(name))
    throw new Error('The Action can only be called with valid methods.');
  const handler = Object.entries(exports).find(([key]) => key === name)?.[1];
  if (typeof handler !== 'function' || handler.constructor.name !== 'AsyncFunction') {
    throw new Error(
      `Invalid function signature for the "${name}" handler. Use "exports.${name} = async function(event, api) { }" as the signature.`,
    );
  }
  return handler;
}
