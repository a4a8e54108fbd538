import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Event, PostLoginAPI } from '../../library/contract.ts';
import { createApi } from '../runtime/api.ts';
import { type ActionGlobals, createInstance, memoized } from '../runtime/instance.ts';
import { currentNetwork, NO_NETWORK, runInNetwork } from '../runtime/network.ts';
import { compileModule } from '../runtime/sandbox.ts';
import { fullEvent } from './login-event.ts';
import { refuseStale } from './stale-build.ts';

/** Describes an Actions Module that an Action gets by `require('actions:<name>')`. */
export interface ActionModule {
  name: string;
  filename: string;
  /** The module's own secrets, at its global `actions.secrets`. */
  secrets?: Record<string, string>;
}

export interface LoadedAction {
  /** Calls a handler with whatever arguments the test made. Rejects with what it throws; its logs are lost then. */
  execute(entrypoint: 'onExecutePostLogin' | 'onContinuePostLogin', ...args: unknown[]): Promise<{ getLogs(): string }>;
}

/**
 * Returns the arguments for a handler, new at every call, as `getDefaultArguments` of
 * `@auth0/actions/post-login/v3/test` returns them.
 *
 * It differs from the vendor's: the event is {@link fullEvent}, which has the vendor's parts and no placeholders, and
 * `api` is the local tenant's. It repeats the checks of Auth0's servers where the vendor's stub has none, methods of
 * target scopes work, `transaction.setMetadata` is visible in the event at once, tokens of a redirect are really signed
 * and validated, and the cache keeps its entries.
 */
export function getDefaultArguments(): [event: Event, api: PostLoginAPI] {
  const event = fullEvent();
  // Either handler may get these: a method that only one of them has must work.
  return [event, createApi(event, { handler: 'onContinuePostLogin' }).api];
}

/**
 * Loads an Action's file as `loadAction` of `@auth0/actions/post-login/v3/test` does: code that does not parse rejects here; the
 * top level runs once, with the first `execute`; handlers must be async functions; `require` is Node's own from that file,
 * plus the registered modules; the network is off but in `withNetwork`; the console is echoed, and 256 KiB of it are kept for `getLogs`.
 *
 * Other than there: the Action's literals belong to the test's own realm, so `toEqual` and `instanceof` mean what they say; lines of a
 * stack are the file's own.
 * To run a bundle as production does, with its declared dependencies only, use `runAction`.
 */
export async function loadAction(filename: string, modules: readonly ActionModule[] = []): Promise<LoadedAction> {
  const file = resolve(filename);
  await refuseStale(file);
  const code = await readFile(file, 'utf8');
  // Parses the code now; which values the names get is settled when it runs.
  compileModule(code, file);
  const registered = await readModules(modules);
  const instance = createInstance((globals) => {
    const loadModule = new Map(registered.map(({ id, load }) => [id, memoized(() => load(globals))]));
    const requireFromFile = createRequire(file);
    const require = (id: string): unknown => (loadModule.get(id) ?? (() => requireFromFile(id)))();
    return compileModule(code, file, globals)(Object.assign(require, requireFromFile));
  });
  return {
    async execute(entrypoint, ...args) {
      const execution = runInNetwork(currentNetwork() ?? NO_NETWORK, () =>
        instance.execute(entrypoint, args, { echo: true }),
      );
      const { logs, error } = await execution;
      if (error !== undefined) throw error;
      return { getLogs: () => logs };
    },
  };
}

interface RegisteredModule {
  id: string;
  load(globals: ActionGlobals): unknown;
}

/** Reads all files; what they hold is compiled and run when it is first required. */
async function readModules(modules: readonly ActionModule[]): Promise<RegisteredModule[]> {
  const registered: RegisteredModule[] = [];
  for (const { name, filename, secrets = {} } of modules) {
    const id = `actions:${name}`;
    if (registered.some((other) => other.id === id)) throw new Error(`Module '${id}' is already registered`);
    const file = resolve(filename);
    const code = await readFile(file, 'utf8');
    const load = (globals: ActionGlobals): unknown =>
      compileModule(code, file, { ...globals, actions: { secrets } })(createRequire(file));
    registered.push({ id, load });
  }
  return registered;
}
