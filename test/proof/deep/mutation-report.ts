/** A change of the sources that no test noticed. */
export interface Survivor {
  file: string;
  /** The line it starts in, trimmed: line numbers move. */
  code: string;
  mutator: string;
  replacement: string;
}

/** A survivor that changes nothing anybody could notice. */
export interface EquivalentMutant extends Survivor {
  reason: string;
}

export interface MutationSummary {
  mutants: number;
  /** The share of killed mutants, in percent. */
  score: number;
  survivors: Survivor[];
}

/** Describes the part of the mutation-testing-elements report that is read here. */
interface Report {
  files: Record<string, { source: string; mutants: Mutant[] }>;
}

interface Mutant {
  mutatorName: string;
  replacement?: string;
  status: 'Killed' | 'Survived' | 'NoCoverage' | 'CompileError' | 'RuntimeError' | 'Timeout' | 'Ignored' | 'Pending';
  location: { start: { line: number } };
}

/** @param json a report of Stryker's `json` reporter */
export function summarizeMutation(json: string): MutationSummary {
  const report: Report = JSON.parse(json);
  const all = Object.entries(report.files).flatMap(([file, { source, mutants }]) =>
    mutants.map((mutant) => ({ file, source: source.split('\n'), mutant })),
  );
  const survivors = all
    .filter(({ mutant }) => mutant.status === 'Survived' || mutant.status === 'NoCoverage')
    .map(({ file, source, mutant }) => ({
      file,
      code: source[mutant.location.start.line - 1]?.trim() ?? '',
      mutator: mutant.mutatorName,
      replacement: mutant.replacement ?? '',
    }));
  return { mutants: all.length, score: 100 * (1 - survivors.length / all.length), survivors };
}

const keyOf = ({ file, code, mutator, replacement }: Survivor): string =>
  JSON.stringify([file, code, mutator, replacement]);

/** Survivors that nobody has explained, and explanations of what no longer survives. */
export function compareSurvivors(
  survivors: readonly Survivor[],
  known: readonly EquivalentMutant[],
): { unexplained: Survivor[]; outdated: EquivalentMutant[] } {
  const found = new Set(survivors.map(keyOf));
  const explained = new Set(known.map(keyOf));
  return {
    unexplained: survivors.filter((survivor) => !explained.has(keyOf(survivor))),
    outdated: known.filter((mutant) => !found.has(keyOf(mutant))),
  };
}
