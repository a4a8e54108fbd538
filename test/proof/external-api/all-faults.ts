import { bodyFaults, oversizeFaults } from './body-faults.ts';
import type { Fault } from './fault.ts';
import type { Neighbours } from './neighbours.ts';
import { networkFaults } from './network-faults.ts';
import { recoveries } from './recoveries.ts';
import { secretFaults } from './secret-faults.ts';
import { clockFaults, stallFaults } from './stall-faults.ts';
import { redirectFaults, statusFaults } from './status-faults.ts';

export const allFaults = (neighbours: Neighbours): Fault[] => [
  ...secretFaults(),
  ...networkFaults(neighbours),
  ...redirectFaults(neighbours),
  ...statusFaults(),
  ...stallFaults(),
  ...clockFaults(),
  ...bodyFaults(),
  ...oversizeFaults(),
  ...recoveries(),
];
