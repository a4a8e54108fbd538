import type { DoctorRig } from './doctor-rig.ts';

/** Makes one thing wrong through the Management API, and says how to undo it. */
export type Plant = (rig: DoctorRig) => Promise<() => Promise<unknown>>;

const DAY_MS = 24 * 3_600_000;

export const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

export const together =
  (...plants: Plant[]): Plant =>
  async (rig) => {
    const undo: (() => Promise<unknown>)[] = [];
    for (const plant of plants) undo.push(await plant(rig));
    return async () => {
      for (const each of undo.toReversed()) await each();
    };
  };
