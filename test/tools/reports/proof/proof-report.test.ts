import { expect, test } from 'vitest';
import type { Occasion } from '../../../../tools/reports/machine.ts';
import {
  mergeFile,
  NO_PROOF,
  ofFiles,
  type ProofReport,
  type RanTest,
} from '../../../../tools/reports/proof/proof-report.ts';
import { renderProof } from '../../../../tools/reports/proof/render-proof.ts';

const at = (time: string): Occasion => ({
  at: time,
  machine: { cpu: 'CPU', cores: 2, memoryBytes: 2 ** 30, os: 'OS', node: 'v22', loadAverage: 0, commit: 'abc' },
});
const [EARLY, LATE] = [at('2026-03-01T10:00Z'), at('2026-03-02T10:00Z')];
const ran = (name: string, more: Partial<RanTest> = {}): RanTest => ({
  name,
  state: 'passed',
  facts: undefined,
  seed: undefined,
  seconds: 1.26,
  ...more,
});
const FILE = 'test/proof/a.test.ts';
const DEEP = 'test/e2e/b.deep.ts';
const merged = (report: ProofReport, file: string, tests: RanTest[], when: Occasion) =>
  mergeFile(report, { file, seconds: 9, hasFailed: tests.some(({ state }) => state === 'failed'), tests }, when);
const told = ({ files }: ProofReport) =>
  files.flatMap(({ file, proofs }) =>
    proofs.map(({ name, outcome, facts, measured }) => [file, name, outcome, facts, measured?.at]),
  );

test('a test that tells facts is a proof of its own, with its seed; the others of its file are counted', () => {
  const tests = [ran('P1', { facts: '100000 values', seed: 7 }), ran('one'), ran('two')];
  const [file] = merged(NO_PROOF, FILE, tests, EARLY).files;
  expect(file).toEqual({
    file: FILE,
    seconds: 9,
    proofs: [
      { name: 'P1', outcome: 'passed', facts: '100000 values', seconds: 1.3, seed: 7, measured: EARLY },
      { name: 'single cases', outcome: 'passed', facts: '2 cases', seconds: 2.5, measured: EARLY },
    ],
  });
});

test('a failure is shown by name, not counted', () => {
  expect(told(merged(NO_PROOF, FILE, [ran('one'), ran('two', { state: 'failed' })], EARLY))).toEqual([
    [FILE, 'two', 'failed', '', EARLY.at],
    [FILE, 'single cases', 'passed', '1 cases', EARLY.at],
  ]);
});

test('a later run takes the place of its tests; what it left out, and other files, stay as they were', () => {
  const first = merged(merged(NO_PROOF, FILE, [ran('P1', { facts: 'x' })], EARLY), DEEP, [ran('all')], EARLY);
  const both = merged(first, FILE, [ran('P1', { facts: 'x' }), ran('P2', { facts: 'y' }), ran('one')], EARLY);
  const skipped = { state: 'skipped' } as const;
  const again = merged(both, FILE, [ran('P1', skipped), ran('P2', { facts: 'z' }), ran('one', skipped)], LATE);
  expect(told(again)).toEqual([
    [DEEP, 'all', 'passed', '', EARLY.at],
    [FILE, 'P1', 'passed', 'x', EARLY.at],
    [FILE, 'P2', 'passed', 'z', LATE.at],
    [FILE, 'single cases', 'passed', '1 cases', EARLY.at],
  ]);
  expect(told(merged(again, FILE, [ran('P3', { facts: 'new' })], LATE)).map(([, name]) => name)).toEqual(['all', 'P3']);
});

test('what was never run says so: a test of a file that is only proofs, cases of which some ran, a whole file', () => {
  const skipped = { state: 'skipped' } as const;
  const deep = merged(NO_PROOF, DEEP, [ran('all', skipped), ran('more')], EARLY);
  const some = merged(deep, FILE, [ran('one', skipped), ran('two')], EARLY);
  expect(told(some)).toEqual([
    [DEEP, 'all', 'not run', '', undefined],
    [DEEP, 'more', 'passed', '', EARLY.at],
    [FILE, 'single cases', 'not run', '', undefined],
  ]);
  const files = ['test/e2e/other.deep.ts', FILE];
  expect(ofFiles(some, files).files.map(({ file, proofs }) => [file, proofs.length])).toEqual([
    ['test/e2e/other.deep.ts', 0],
    [FILE, 1],
  ]);
});

test('where a file fails without a test that does, its tests do not hold, or what stands around them', () => {
  const failing = (tests: RanTest[]) =>
    told(mergeFile(NO_PROOF, { file: DEEP, seconds: 0, hasFailed: true, tests }, EARLY)).map(([, ...row]) =>
      row.slice(0, 2),
    );
  expect(failing([ran('all', { state: 'skipped' })])).toEqual([['all', 'failed']]);
  const around = ['what is done before and after its tests', 'failed'];
  expect(failing([ran('all')])).toEqual([['all', 'passed'], around]);
  expect(failing([])).toEqual([around]);
  expect(failing([ran('all', { state: 'failed' })])).toEqual([['all', 'failed']]);
});

test('Markdown has a table a file, escaped, and names each run once', () => {
  const report = merged(NO_PROOF, FILE, [ran('a | <b>', { facts: '*5* of 10', seed: 7, state: 'failed' })], EARLY);
  const more = merged(report, DEEP, [ran('all', { facts: '10' }), ran('rest', { state: 'skipped' })], EARLY);
  const text = renderProof(ofFiles(more, [FILE, DEEP, 'test/e2e/c.deep.ts']));
  expect(text.slice(text.indexOf('1 passed')).split('\n').filter(Boolean)).toEqual([
    '1 passed, 1 failed, 1 not run; 1 files not run.',
    '## [proof/a.test.ts](../../test/proof/a.test.ts)',
    '9 s, preparations included.',
    '|  | how much | outcome | seconds | seed | run |',
    '| --- | --- | --- | ---: | ---: | ---: |',
    '| a \\| &lt;b&gt; | \\*5\\* of 10 | **FAILED** | 1.3 | 7 | 1 |',
    '## [e2e/b.deep.ts](../../test/e2e/b.deep.ts)',
    '9 s, preparations included.',
    '|  | how much | outcome | seconds | seed | run |',
    '| --- | --- | --- | ---: | ---: | ---: |',
    '| all | 10 | passed | 1.3 |  | 1 |',
    '| rest |  | not run |  |  |  |',
    '## [e2e/c.deep.ts](../../test/e2e/c.deep.ts)',
    'not run',
    '## Runs',
    '1. 2026-03-01 10:00 UTC, commit abc: CPU, 2 cores, 1.0 GiB, OS, Node v22, load average 0.00 at the start',
  ]);
});
