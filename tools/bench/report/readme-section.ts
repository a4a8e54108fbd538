import type { Occasion } from '../../reports/machine.ts';
import { quantity, ratioText } from './format.ts';
import { type BenchReport, figuresOf } from './report.ts';
import { type Part, TARGETS } from './targets.ts';

const BEGIN = '<!-- measured: written by npm run bench -->';
const END = '<!-- /measured -->';

interface Telling {
  part: Part;
  group: string;
  name: string;
  /** The sentence, with the ratio in the middle. */
  says: readonly [before: string, after: string];
}

/** Lists the figures that say most about the project: the cost of the Actions in a login, and of deploys. */
const TELLING: readonly Telling[] = [
  {
    part: 'actions',
    group: TARGETS.coldLoad.group,
    name: 'express-configure-domains',
    says: ['The domains Action loads cold in', 'the time of the documentation’s that calls an API'],
  },
  {
    part: 'deploy',
    group: TARGETS.noChange.group,
    name: TARGETS.noChange.name,
    says: ['A deploy that finds nothing to change takes', 'the time of auth0-deploy-cli as it comes'],
  },
  {
    part: 'emulator',
    group: TARGETS.login.group,
    name: TARGETS.login.name,
    says: ['A login with the Actions on the local tenant takes', 'the time of the same login without'],
  },
];

/** Renders README's ratios as Markdown. */
export function tellingRatios(report: BenchReport): string {
  const figures = figuresOf(report);
  const lines = TELLING.map(({ part, group, name, says: [before, after] }) => {
    const found = figures.find((one) => one.part === part && one.group === group && one.figure.name === name)?.figure;
    const measured = report.parts.find((one) => one.part === part)?.measured;
    const { ratio, value = null, baseline, unit = 'ms' } = found ?? {};
    if (ratio === undefined || value === null || baseline === undefined)
      return `- ${before} … ${after}: not measured yet.`;
    const [own, theirs] = [quantity(value, unit), quantity(baseline.value, unit)];
    return `- ${before} **${ratioText(ratio)}**${ratio < 1 ? ' of' : ''} ${after}: ${own} beside ${theirs}${when(measured)}.`;
  });
  return lines.join('\n');
}

/** A ratio is of the code of its day. */
const when = (measured: Occasion | null | undefined): string =>
  measured ? ` (${measured.at.slice(0, 10)}, commit ${measured.machine.commit})` : '';

/** README with the ratios of this report; fails where it has no place for them. */
export function withRatios(readme: string, report: BenchReport): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`README.md lacks ${BEGIN} … ${END}`);
  return `${readme.slice(0, begin + BEGIN.length)}\n${tellingRatios(report)}\n${readme.slice(end)}`;
}
