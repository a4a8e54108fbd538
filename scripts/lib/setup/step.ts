/** A part of a tenant's first setting up, as the tenant says it is. */
export interface Step {
  name: string;
  /** `unknown`: the application may not look, or no API shows it. It does not stop what follows. */
  status: 'done' | 'todo' | 'unknown';
  /** The finding. */
  detail: string;
  /** What a person has to do, in order. */
  todo: string[];
}

/** Returns a step of which nothing is left to do. */
export const done = (name: string, detail: string): Step => ({ name, status: 'done', detail, todo: [] });

/** Returns a step in which a person must act. */
export const todo = (name: string, detail: string, ...steps: string[]): Step => ({
  name,
  status: 'todo',
  detail,
  todo: steps,
});

export const unknown = (name: string, detail: string): Step => ({ name, status: 'unknown', detail, todo: [] });
