import { printableLine, printableReport } from '../printable.ts';
import { renderPlace } from '../render.ts';
import { lossesText, lossLines, needsLines } from './losses-text.ts';
import { isChange, type Plan, type PlanEntry, type PlanField } from './plan.ts';

const MARKS: Readonly<Record<PlanEntry['change'], string>> = {
  created: '+',
  changed: '~',
  deleted: '-',
  unchanged: ' ',
  unmanaged: '?',
  unread: '!',
};

/** Renders a plan for people: what would change, field by field; then what stays. */
export function planText(foreign: Plan): string {
  const plan: Plan = { ...printableReport(foreign), entries: foreign.entries.map(shownEntry) };
  const { environment, domain, entries, otherApplications, newApplications, notes, needs, stateHash } = plan;
  const changes = entries.filter(isChange);
  const tenantWide = changes.filter((entry) => entry.tenantWide);
  const others = `${otherApplications.length} other ${otherApplications.length === 1 ? 'application' : 'applications'}`;
  const count = (change: PlanEntry['change']) => entries.filter((entry) => entry.change === change).length;
  return [
    `Plan of environment ${environment} for ${domain}`,
    ...changes.filter((entry) => !entry.tenantWide).flatMap(entryLines),
    ...(tenantWide.length === 0
      ? []
      : [
          '',
          `Affects ${others}${otherApplications.length > 0 ? ` (${otherApplications.join(', ')})` : ''}:`,
          ...tenantWide.flatMap(entryLines),
        ]),
    ...(changes.length > 0 ? [''] : []),
    ...(newApplications.length === 0
      ? []
      : ['Connections of new applications', ...newApplications.map(connectionsLine)]),
    ...kept(entries, 'unread', 'Not compared, imported by every deploy'),
    ...kept(entries, 'unmanaged', 'On the tenant and not in tenant.yaml, left as it is'),
    ...notes.map((note) => `Note: ${note}`),
    changes.length === 0
      ? `No changes: ${count('unchanged')} unchanged, ${count('unmanaged')} unmanaged${needs.length === 0 ? '' : `; ${lossesText(plan)}`}.`
      : `${count('created')} to create, ${count('changed')} to change, ${count('deleted') > 0 ? `${count('deleted')} to delete, ` : ''}${count('unchanged')} unchanged, ${count('unmanaged')} unmanaged; ${lossesText(plan)}.`,
    ...needsLines(plan),
    `State ${stateHash}`,
    '',
  ].join('\n');
}

/** A difference keeps its lines. */
function shownEntry(foreign: PlanEntry): PlanEntry {
  const fields = foreign.fields.map(({ diff, ...field }) => ({
    ...printableReport(field),
    ...(diff !== undefined && { diff: diff.split('\n').map(printableLine).join('\n') }),
  }));
  return { ...printableReport(foreign), fields };
}

const connectionsLine = ({ name, connections }: Plan['newApplications'][number]): string =>
  `  ${name}: ${connections.join(', ') || 'none'}`;

function entryLines(entry: PlanEntry): string[] {
  const place = entry.where === undefined ? '' : `  ${renderPlace(entry.where)}`;
  const head = `${MARKS[entry.change]} ${entry.section} "${entry.name}"${place}`;
  const fields = entry.fields.flatMap((field) => fieldLines(entry.change, field));
  return [head, ...fields.map((line) => `    ${line}`)];
}

function fieldLines(change: PlanEntry['change'], { field, old, new: next, diff, ...losses }: PlanField): string[] {
  if (Array.isArray(next) && field === 'actions') {
    return [
      ...orderedList('was', Array.isArray(old) ? old : []),
      ...orderedList('will be', next),
      ...lossLines(losses),
    ];
  }
  const isNew = change === 'created';
  const line = isNew ? `${field}: ${show(next)}` : `${field}: ${show(old)} → ${show(next)}`;
  return [
    line,
    ...lossLines(losses),
    ...(diff === undefined
      ? []
      : diff
          .trimEnd()
          .split('\n')
          .map((text) => `  ${text}`)),
  ];
}

const orderedList = (title: string, names: unknown[]): string[] => [
  `${title}:${names.length === 0 ? ' none' : ''}`,
  ...names.map((name, index) => `  ${index + 1}. ${String(name)}`),
];

const show = (value: unknown): string =>
  value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);

function kept(entries: readonly PlanEntry[], change: PlanEntry['change'], title: string): string[] {
  const found = entries.filter((entry) => entry.change === change);
  if (found.length === 0) return [];
  const lines = found.flatMap(({ section, name, fields }) => [
    `${MARKS[change]} ${section} "${name}"`,
    ...fields.flatMap((field) => fieldLines(change, field)).map((line) => `    ${line}`),
  ]);
  return [`${title}:`, ...lines, ''];
}
