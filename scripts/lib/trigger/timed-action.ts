import type { TestAction } from '#actions-testing';

export interface TimedAction {
  action: TestAction;
  /** Of each run so far, in order; the first one loads the Action's code. */
  durationsMs: number[];
}

/** The same Action, with a watch on it. */
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
