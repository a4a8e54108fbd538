import { stdout } from 'node:process';
import type { TestAnnotation } from 'vitest';
import type { Reporter, TestCase } from 'vitest/node';

/** A line for every step that a proof reports, and one at its end. */
export class ProofReporter implements Reporter {
  onTestCaseAnnotate(test: TestCase, { message }: TestAnnotation): void {
    stdout.write(`  … ${test.name}: ${message}\n`);
  }

  onTestCaseResult(test: TestCase): void {
    const last = test.annotations().at(-1)?.message;
    if (last === undefined) return;
    const seconds = ((test.diagnostic()?.duration ?? 0) / 1000).toFixed(0);
    stdout.write(`${test.result().state.toUpperCase()} ${test.name}: ${last}, ${seconds} s\n`);
  }
}
