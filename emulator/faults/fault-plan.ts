import type { Fault } from './fault.ts';

/** Describes a fault, how many requests have matched it since it was added, and how many of those it affected. */
export interface FaultState extends Fault {
  seen: number;
  struck: number;
}

interface PlannedFault {
  fault: Fault;
  path: RegExp;
  seen: number;
  struck: number;
}

/** Keeps the planned failures of one tenant. */
export class FaultPlan {
  #faults: PlannedFault[] = [];

  constructor(faults: readonly Fault[] = []) {
    this.add(...faults);
  }

  add(...faults: Fault[]): void {
    this.#faults.push(...faults.map((fault) => ({ fault, path: pathPattern(fault.path), seen: 0, struck: 0 })));
  }

  clear(): void {
    this.#faults = [];
  }

  list(): FaultState[] {
    return this.#faults.map(({ fault, seen, struck }) => ({ ...fault, seen, struck }));
  }

  /** Counts a request in every fault that matches it, and answers the first that is due. */
  strike(method: string, path: string): Fault | undefined {
    let due: PlannedFault | undefined;
    for (const candidate of this.#faults) {
      const { fault, path: pattern } = candidate;
      if (!pattern.test(path) || !(fault.methods?.includes(method) ?? true)) continue;
      candidate.seen += 1;
      if (isDue(fault, candidate.seen)) due ??= candidate;
    }
    if (due !== undefined) due.struck += 1;
    return due?.fault;
  }
}

function isDue({ nth = 1, times = 1 }: Fault, seen: number): boolean {
  return seen >= nth && (times === 'always' || seen < nth + times);
}

function pathPattern(glob: string): RegExp {
  const source = glob
    .split(/(\*{1,2})/)
    .map((part) => WILDCARDS.get(part) ?? part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('');
  return new RegExp(`^${source}$`);
}

const WILDCARDS = new Map([
  ['*', '[^/]*'],
  ['**', '.*'],
]);
