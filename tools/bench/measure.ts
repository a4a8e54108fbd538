/** Holds medians over interleaved rounds: other load of the machine affects every candidate alike. */

export interface Measured {
  name: string;
  /** Sorted. */
  samples: number[];
}

export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const medianOf = (samples: readonly number[]): number =>
  quantile(
    samples.toSorted((a, b) => a - b),
    0.5,
  );

export const median = ({ samples }: Measured): number => quantile(samples, 0.5);

/** Takes one sample of every candidate in each round. */
export async function interleave(
  rounds: number,
  candidates: Record<string, () => number | Promise<number>>,
): Promise<Measured[]> {
  const samples = new Map(Object.keys(candidates).map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, sample] of Object.entries(candidates)) samples.get(name)?.push(await sample());
  }
  return [...samples].map(([name, list]) => ({ name, samples: list.sort((a, b) => a - b) }));
}

/** Nanoseconds a call, over a batch of awaited calls. */
export async function nanosecondsPerCall(calls: number, call: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  for (let index = 0; index < calls; index += 1) await call();
  return Number(process.hrtime.bigint() - start) / calls;
}
