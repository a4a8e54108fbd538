import { isWork, type Plan, type PlanField } from './plan.ts';

/** Marks below a field's line. */
export const lossLines = ({ removed = [], loosened = [] }: Pick<PlanField, 'removed' | 'loosened'>): string[] => [
  ...removed.map((value) => `  - removed: ${typeof value === 'string' ? value : JSON.stringify(value)}`),
  ...loosened.map((means) => `  ! loosened: ${means}`),
];

/** Renders what a plan deletes and loosens, as the end of the sentence that counts it. */
export function lossesText({ entries, removed, loosened }: Plan): string {
  const isCompared = !entries.some((entry) => entry.change === 'unread');
  const kept = isCompared ? 'nothing is deleted' : 'nothing that was compared is deleted';
  const deleted = entries
    .filter(({ change }) => change === 'deleted')
    .map(({ section, name }) => `${section} "${name}"`);
  return [
    ...(deleted.length > 0 ? [`${deleted.join(', ')} deleted`] : []),
    ...(removed === 0 && deleted.length === 0 ? [kept] : []),
    ...(removed > 0 ? [`${removed} ${removed === 1 ? 'value is' : 'values are'} removed from what stays`] : []),
    ...(loosened === 0 ? [] : [`${loosened} ${loosened === 1 ? 'setting is' : 'settings are'} loosened`]),
  ].join(', ');
}

/** Returns a line with what a deploy of the plan needs besides a yes; none if it needs nothing else. */
export const needsLines = ({ needs, entries }: Plan): string[] =>
  needs.length === 0 || !entries.some(isWork)
    ? []
    : [`A deploy needs ${needs.join(' and ')}, or a yes of its own for each at a terminal.`];
