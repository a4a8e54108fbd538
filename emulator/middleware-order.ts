import type { Middleware } from 'koa';

/** One middleware of the tenant, and why it has its position. */
export interface MiddlewareEntry<Parts> {
  /** Unique in its table. */
  readonly name: string;
  /** The requests that it acts on: paths, or a sentence. */
  readonly at: string;
  /** `route` answers its own paths and passes every other request on untouched; `around` changes or observes others. */
  readonly kind: 'route' | 'around';
  /** One sentence: why it has this position. */
  readonly why: string;
  /** Names of entries that must come earlier in the table. */
  readonly after?: readonly string[];
  /** Makes it for one tenant; `undefined` where the tenant does without. */
  readonly make: (parts: Parts) => Middleware | readonly Middleware[] | undefined;
}

/** Returns a sentence for each name that two entries share and for each `after` that the table breaks. */
export function orderProblems(table: readonly Pick<MiddlewareEntry<never>, 'name' | 'after'>[]): string[] {
  const names = table.map(({ name }) => name);
  const shared = names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) => `two middlewares are called ${name}`);
  const misplaced = table.flatMap(({ name, after = [] }, index) =>
    after
      .filter((earlier) => !names.slice(0, index).includes(earlier))
      .map((earlier) => `${name} must come after ${earlier}`),
  );
  return [...shared, ...misplaced];
}

/** Adds the middlewares to `app` in the order of the table. Throws if the table breaks its own `after`. */
export function useInOrder<Parts>(
  app: { use(middleware: Middleware): unknown },
  table: readonly MiddlewareEntry<Parts>[],
  parts: Parts,
): void {
  const problems = orderProblems(table);
  if (problems.length > 0) throw new Error(problems.join('; '));
  for (const { make } of table) for (const middleware of [make(parts) ?? []].flat()) app.use(middleware);
}
