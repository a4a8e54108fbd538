import { expect, test } from 'vitest';
import { compareSurvivors, summarizeMutation } from './mutation-report.ts';

const location = (line: number) => ({ start: { line, column: 1 }, end: { line, column: 9 } });
const survivor = { file: 'a.ts', code: 'b();', mutator: 'BlockStatement', replacement: '{}' };

test('survivors are what no test noticed, told by the line they are in; the score counts all others', () => {
  const mutant = { mutatorName: 'BlockStatement', replacement: '{}' };
  const mutants = ['Killed', 'Timeout', 'Killed', 'Survived', 'NoCoverage'].map((status, index) => ({
    ...mutant,
    status,
    location: location(index < 3 ? 1 : 2),
  }));
  const report = JSON.stringify({ files: { 'a.ts': { source: 'a();\n  b();', mutants } } });
  expect(summarizeMutation(report)).toEqual({ mutants: 5, score: 60, survivors: [survivor, survivor] });
});

test('a survivor is explained by file, line, mutator and replacement; an explanation of nothing is outdated', () => {
  const known = [{ ...survivor, reason: 'b does nothing' }];
  const other = { ...survivor, replacement: 'c()' };
  expect(compareSurvivors([survivor, survivor], known)).toEqual({ unexplained: [], outdated: [] });
  expect(compareSurvivors([survivor, other], known)).toEqual({ unexplained: [other], outdated: [] });
  expect(compareSurvivors([], known)).toEqual({ unexplained: [], outdated: known });
});
