import { AsyncLocalStorage } from 'node:async_hooks';
import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { selectHandler } from './sandbox.ts';
import { describeThrown } from './thrown.ts';

/** The harness keeps as much of one execution's console, and drops the rest (docs/notes/actions-runtime.md#console-output). */
const MAX_LOG_BYTES = 256 * 1024;

/** Holds the globals that an Action's code has instead of the process's own. */
export interface ActionGlobals {
  console: Console;
  Date: DateConstructor;
  process: NodeJS.Process;
}

export interface Execution {
  /** Console output, also of an execution that failed. */
  logs: string;
  /**
   * The error that the top level or the handler threw; wrapped if it was not an `Error`. Its fields may be anything.
   */
  error?: Error;
}

/**
 * Represents one Action's code. Its top level runs with the first execution, and its module scope stays warm from then
 * on.
 */
export interface Instance {
  /** Runs the handler. Never rejects. */
  execute(handler: string, args: readonly unknown[], options?: ExecutionOptions): Promise<Execution>;
}

export interface ExecutionOptions {
  /** The clock of the Action's `Date`, in epoch milliseconds. */
  clock?: () => number;
  /** Write the Action's console to the process's as well. */
  echo?: boolean;
}

interface Running {
  clock: () => number;
  echo: boolean;
  output: string;
  console?: Console;
  /** The Action's own, in place of the process's. */
  env: NodeJS.ProcessEnv;
}

const running = new AsyncLocalStorage<Running>();

const sink = (original: NodeJS.WritableStream): Writable =>
  new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      const execution = running.getStore();
      if (execution !== undefined && execution.output.length <= MAX_LOG_BYTES) execution.output += text;
      if (execution?.echo) original.write(text);
      done();
    },
  });

/** `Date` by the running execution's clock, for everything that does not name an instant itself. */
const ActionDate = new Proxy(Date, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [nowMs()] : args, newTarget),
  apply: () => new Date(nowMs()).toString(),
  get: (target, key) => (key === 'now' ? nowMs : Reflect.get(target, key)),
});

const nowMs = (): number => (running.getStore()?.clock ?? Date.now)();

const makeConsole = (): Console =>
  new Console({ stdout: sink(process.stdout), stderr: sink(process.stderr), colorMode: false });

/** Lists console methods that keep state. After calling one, an execution has its own console. */
const REMEMBERING: readonly PropertyKey[] = [
  'count',
  'countReset',
  'group',
  'groupCollapsed',
  'groupEnd',
  'time',
  'timeEnd',
  'timeLog',
];

const actionConsole = new Proxy(makeConsole(), {
  get(shared, method) {
    const execution = running.getStore();
    if (execution !== undefined && REMEMBERING.includes(method)) execution.console ??= makeConsole();
    return Reflect.get(execution?.console ?? shared, method);
  },
});

/**
 * Returns the names that code has besides Node's own globals: in the local tenant, in the test kit, and where `check`
 * loads a bundle.
 *
 * @param env the Action's environment; by default its own empty one
 */
export const actionGlobals = (env?: NodeJS.ProcessEnv): ActionGlobals => ({
  console: actionConsole,
  Date: ActionDate,
  process: actionProcess(env),
});

/**
 * Returns the process with the Action's own environment, which is empty by default: the tenant's environment is
 * private.
 */
function actionProcess(env: NodeJS.ProcessEnv = {}): NodeJS.Process {
  return new Proxy(process, { get: (target, key) => (key === 'env' ? env : Reflect.get(target, key)) });
}

let isHidden = false;

/**
 * Hides this process's environment from code in an execution, however it reaches `process`: by a global object,
 * `require`, evaluated text, or a package.
 */
function hideEnvironment(): void {
  if (isHidden) return;
  isHidden = true;
  let { env } = process;
  Object.defineProperty(process, 'env', {
    configurable: true,
    enumerable: true,
    get: () => running.getStore()?.env ?? env,
    set(value: NodeJS.ProcessEnv) {
      const execution = running.getStore();
      if (execution === undefined) env = value;
      else execution.env = value;
    },
  });
}

/** @param load runs the Action's top level and returns its exports; called once, its error is the error of every execution */
export function createInstance(load: (globals: ActionGlobals) => unknown): Instance {
  const env: NodeJS.ProcessEnv = {};
  const loaded = memoized(() => load(actionGlobals(env)));
  hideEnvironment();
  return {
    async execute(handler, args, { clock = Date.now, echo = false } = {}) {
      const execution: Running = { clock, echo, output: '', env };
      try {
        await running.run(execution, async () => selectHandler(loaded(), handler)(...args));
        return { logs: logsOf(execution) };
      } catch (error) {
        return {
          logs: logsOf(execution),
          error: error instanceof Error ? error : new Error(describeThrown(error).message),
        };
      }
    },
  };
}

/** Returns a function that calls `call` at its first use, and returns or throws the same result ever after. */
export function memoized(call: () => unknown): () => unknown {
  let answer: (() => unknown) | undefined;
  return () => {
    answer ??= outcomeOf(call);
    return answer();
  };
}

function outcomeOf(call: () => unknown): () => unknown {
  try {
    const value = call();
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function logsOf({ output }: Running): string {
  const kept =
    Buffer.byteLength(output) > MAX_LOG_BYTES ? Buffer.from(output).toString('utf8', 0, MAX_LOG_BYTES) : output;
  return kept.replace(/\n$/, '');
}
