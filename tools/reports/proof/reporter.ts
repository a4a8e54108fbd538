import { relative } from 'node:path';
import { stdout } from 'node:process';
import type { TestAnnotation } from 'vitest';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { rootDir } from '../../../test/support/project.ts';
import { type Occasion, occasion } from '../machine.ts';
import { mergeFile, type RanFile, type RanTest } from './proof-report.ts';
import { readProof, writeProof } from './write-proof.ts';

/** The type of an annotation with the seed of random values; all others say what was done so far. */
const SEED = 'seed';

/**
 * Prints a line for every step that a proof reports, and one at its end. The last annotation of a proof is its facts in
 * `docs/reports/proof.json`, which is written after each file: a run of hours may be stopped early.
 */
export class ProofReporter implements Reporter {
  #measured: Occasion | undefined;
  #written: Promise<void> = Promise.resolve();

  onTestRunStart(): void {
    this.#measured = occasion();
  }

  onTestCaseAnnotate(test: TestCase, { message, type }: TestAnnotation): void {
    if (type !== SEED) stdout.write(`  … ${test.name}: ${message}\n`);
  }

  onTestCaseResult(test: TestCase): void {
    const { facts, seed, seconds } = ranTest(test);
    if (facts === undefined) return;
    const withSeed = seed === undefined ? '' : `, seed ${seed}`;
    stdout.write(`${test.result().state.toUpperCase()} ${test.name}: ${facts}${withSeed}, ${seconds.toFixed(0)} s\n`);
  }

  /** Files end side by side; their reports are written one after the other. */
  onTestModuleEnd(module: TestModule): Promise<void> {
    const measured = this.#measured ?? occasion();
    this.#written = this.#written.then(async () => writeProof(mergeFile(await readProof(), ranFile(module), measured)));
    return this.#written;
  }
}

function ranFile(module: TestModule): RanFile {
  const tests = [...module.children.allTests()].map(ranTest);
  const { duration, prepareDuration = 0 } = module.diagnostic();
  const file = relative(rootDir, module.moduleId).replaceAll('\\', '/');
  const seconds = Math.round((duration + prepareDuration) / 100) / 10;
  return { file, seconds, hasFailed: module.state() === 'failed', tests };
}

function ranTest(test: TestCase): RanTest {
  const { state } = test.result();
  const annotations = test.annotations();
  const seed = annotations.findLast(({ type }) => type === SEED)?.message;
  return {
    name: test.fullName,
    state: state === 'pending' ? 'skipped' : state,
    facts: annotations.findLast(({ type }) => type !== SEED)?.message,
    seed: seed === undefined ? undefined : Number(seed),
    seconds: (test.diagnostic()?.duration ?? 0) / 1000,
  };
}
