const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Has something undone when this process ends too early: by a signal, an exception or `process.exit`. Only SIGKILL and
 * a loss of power leave no time for it. A process that listens to a signal itself decides whether it ends.
 *
 * @returns takes it back
 */
export function beforeEnding(undo: () => void): () => void {
  const takeBack = (): void => {
    process.off('exit', undo);
    for (const signal of SIGNALS) process.off(signal, atSignal);
  };
  const atSignal = (signal: NodeJS.Signals): void => {
    takeBack();
    undo();
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  process.on('exit', undo);
  for (const signal of SIGNALS) process.on(signal, atSignal);
  return takeBack;
}
