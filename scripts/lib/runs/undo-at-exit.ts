const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface Hook {
  undo: () => void;
  /** Whether it waits until the process really ends, if the process listens to the signal. */
  isLast: boolean;
}

const hooks = new Set<Hook>();

/**
 * Registers an undo for a process that ends too early: by a signal, an exception or `process.exit`. Only SIGKILL and a
 * loss of power leave no time for it. A process that listens to a signal itself decides whether it ends; what it has
 * running is undone at once.
 *
 * @returns a function that removes the registration
 */
export const undoAtEnd = (undo: () => void): (() => void) => add({ undo, isLast: false });

/**
 * Does the same as {@link undoAtEnd}, for what a process needs as long as it runs: where it listens to the signal
 * itself, it is undone when it exits.
 *
 * @returns takes it back
 */
export const undoLast = (undo: () => void): (() => void) => add({ undo, isLast: true });

function add(hook: Hook): () => void {
  if (hooks.size === 0) listen();
  hooks.add(hook);
  return () => {
    hooks.delete(hook);
    if (hooks.size === 0) stopListening();
  };
}

function listen(): void {
  process.on('exit', undoAll);
  for (const signal of SIGNALS) process.on(signal, atSignal);
}

function stopListening(): void {
  process.off('exit', undoAll);
  for (const signal of SIGNALS) process.off(signal, atSignal);
}

/** Undoes all: first what runs, then its files. */
function undoAll(): void {
  for (const isLast of [false, true]) run((hook) => hook.isLast === isLast);
}

function run(isMeant: (hook: Hook) => boolean): void {
  for (const hook of [...hooks].filter(isMeant)) {
    hooks.delete(hook);
    hook.undo();
  }
}

function atSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) {
    run((hook) => !hook.isLast);
    if (hooks.size === 0) stopListening();
    return;
  }
  undoAll();
  stopListening();
  process.kill(process.pid, signal);
}
