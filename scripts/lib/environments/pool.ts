/**
 * Runs `task` for each item, at most `limit` at a time. After a result for which `isFailure` is true no more tasks
 * begin, unless `keepGoing`.
 *
 * @returns results in the order of the items; `undefined` for those that were not begun
 */
export async function runPool<T, R>(
  items: readonly T[],
  options: { limit: number; keepGoing: boolean; isFailure: (result: R) => boolean },
  task: (item: T) => Promise<R>,
): Promise<(R | undefined)[]> {
  const results: (R | undefined)[] = items.map(() => undefined);
  const waiting = items.entries();
  let isStopped = false;
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      if (isStopped) return;
      const result = await task(item);
      results[index] = result;
      isStopped ||= options.isFailure(result) && !options.keepGoing;
    }
  };
  await Promise.all(Array.from({ length: options.limit }, worker));
  return results;
}
