import { expect, test } from 'vitest';
import { figure, type Group, unmeasured } from '../../../../tools/bench/report/figures.ts';
import { mergeParts, NO_BENCH, type PartReport } from '../../../../tools/bench/report/report.ts';
import type { NamedTarget, Part } from '../../../../tools/bench/report/targets.ts';
import type { Occasion } from '../../../../tools/reports/machine.ts';

const on = (cpu: string, at: string): Occasion => ({
  at,
  machine: { cpu, cores: 2, memoryBytes: 1, os: 'Linux 6.1', node: 'v22', loadAverage: 0, commit: 'abc' },
});
const [EARLY, LATE] = [on('old', '2026-03-01T10:00Z'), on('new', '2026-03-02T10:00Z')];

const part = (name: Part, measured: Occasion, value: number): PartReport => ({
  part: name,
  measured,
  groups: [{ group: 'Times', how: '', figures: [figure({ name: 'one', unit: 'ms', value })] }],
});

const startOf = ({ parts }: { parts: PartReport[] }) =>
  parts.map(({ part, measured, groups }) => [part, measured?.machine.cpu, groups[0]?.figures[0]?.value]);

test('a part takes the place of its earlier run; all others keep their figures, date and machine', () => {
  const first = mergeParts(NO_BENCH, [part('actions', EARLY, 1), part('deploy', EARLY, 2)], []);
  expect(startOf(mergeParts(first, [part('deploy', LATE, 3)], []))).toEqual([
    ['actions', 'old', 1],
    ['cli', undefined, undefined],
    ['deploy', 'new', 3],
    ['emulator', undefined, undefined],
    ['onboard', undefined, undefined],
  ]);
});

const target: NamedTarget = {
  part: 'cli',
  group: 'Times',
  name: 'one',
  unit: 'ms',
  targets: [{ of: 'value', atMost: 5 }],
};
const cliGroups = (run: PartReport[], targets: NamedTarget[]): Group[] =>
  mergeParts(mergeParts(NO_BENCH, run, [target]), [], targets).parts.find(({ part }) => part === 'cli')?.groups ?? [];

test('a target that nothing was measured against stands in its group as not run', () => {
  const missing = unmeasured({ name: 'one', unit: 'ms', targets: target.targets }, 'not run');
  expect(cliGroups([], [target])).toEqual([{ group: 'Times', how: '', figures: [missing] }]);
  const other = { ...target, name: 'two' };
  expect(
    cliGroups([part('cli', LATE, 4)], [target, other])[0]?.figures.map(({ name, value }) => [name, value]),
  ).toEqual([
    ['one', 4],
    ['two', null],
  ]);
});

test('what was measured is judged by the targets of now; one that is no more leaves nothing behind', () => {
  const run = [part('cli', LATE, 4)];
  const verdicts = (targets: NamedTarget[]) => cliGroups(run, targets)[0]?.figures.map(({ verdict }) => verdict);
  expect(verdicts([target])).toEqual(['met']);
  expect(verdicts([{ ...target, targets: [{ of: 'value', atMost: 3 }] }])).toEqual(['MISSED']);
  expect(verdicts([])).toEqual(['none']);
  expect(cliGroups([], [])).toEqual([]);
});

test('a target of a whole group is not that of what stands beside it', () => {
  const { name: _, ...ofAll } = target;
  const beside = figure({ name: 'theirs', unit: 'ms', value: 9 });
  const ours = figure({ name: 'ours', unit: 'ms', value: 9, targets: target.targets });
  const run: PartReport = {
    part: 'cli',
    measured: LATE,
    groups: [{ group: 'Times', how: '', figures: [beside, ours] }],
  };
  const { parts } = mergeParts(NO_BENCH, [run], [ofAll]);
  expect(parts[1]?.groups[0]?.figures.map(({ verdict }) => verdict)).toEqual(['none', 'MISSED']);
});
