import type { TestProject } from 'vitest/node';
import type {} from '../runs.ts';

/** A new seed for every deep run, unless the command line gives one. */
export function setup(project: TestProject): void {
  const { seed } = project.config.sequence;
  project.provide('proof', { depth: 'deep', property: 100_000, oracle: 1_000_000, seed });
}
