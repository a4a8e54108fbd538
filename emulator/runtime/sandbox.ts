import { createRequire, isBuiltin } from 'node:module';
import { compileFunction } from 'node:vm';

export interface ActionSource {
  name: string;
  code: string;
  dependencies: { name: string; version: string }[];
  /** A file below whose folder declared dependencies are resolved. */
  resolveFrom: string;
}

export type Handler = (event: unknown, api: unknown) => unknown;

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

/** Runs the Action's top level once, as a CommonJS body in this realm, and returns its exports. */
export function loadExports(source: ActionSource): unknown {
  const module: { exports: unknown } = { exports: {} };
  const body = compileFunction(source.code, ['module', 'exports', 'require'], { filename: `${source.name}.js` });
  body(module, module.exports, restrictedRequire(source));
  return module.exports;
}

/** The named handler; throws in the words of Auth0's harness (actions-runtime 0.3). */
export function selectHandler(exports: unknown, name: string): Handler {
  if (typeof exports !== 'object' || exports === null) throw new Error('The Action must export an object.');
  const handler = Object.entries(exports).find(([key]) => key === name)?.[1];
  if (typeof handler !== 'function' || handler.constructor.name !== 'AsyncFunction') {
    throw new Error(
      `Invalid function signature for the "${name}" handler. Use "exports.${name} = async function(event, api) { }" as the signature.`,
    );
  }
  return handler;
}
