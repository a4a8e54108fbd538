import type { TestAction } from '#actions-testing';

export interface TimedAction {
  action: TestAction;
  /** The duration of each run so far, in order; the first run loads the Action's code. */
  durationsMs: number[];
}

/** Returns the same Action with measured durations. */
export function timedAction(action: TestAction): TimedAction {
  const durationsMs: number[] = [];
  return {
    durationsMs,
    action: {
      ...action,
      instance: {
        async execute(...args) {
          const startedMs = performance.now();
          try {
            return await action.instance.execute(...args);
          } finally {
            durationsMs.push(performance.now() - startedMs);
          }
        },
      },
    },
  };
}
