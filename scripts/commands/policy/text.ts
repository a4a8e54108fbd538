import { paint } from '../../lib/color.ts';
import { columns, indent } from '../../lib/columns.ts';
import type { RuleVerdict } from '../../lib/policy/explain.ts';
import { reasonOf } from '../../lib/reasons.ts';
import { renderPlace } from '../../lib/render.ts';
import type { PolicyReport } from './run.ts';

const MAX_VALUE_CHARACTERS = 120;

/** The verdict for people: what is granted or why not, then rule by rule what it says and what it looked at. */
export function policyText(report: PolicyReport, hasColors: boolean): string {
  const { userId, organizationId, connection, roles, requested, decision, granted, codes, rules } = report;
  const color = paint(hasColors);
  const head = color(decision === 'allowed' ? 'green' : 'red', decision);
  return [
    `${userId} at ${organizationId}, through connection "${connection.name}" (${connection.strategy}), ${
      roles.length > 0 ? `with ${roles.join(', ')}` : 'with no role'
    }, asking for ${requested.join(', ')}`,
    decision === 'allowed' ? `${head}: ${granted.join(', ')}` : head,
    ...indent(columns(codes.map(reasonOf).map(({ code, meaning }) => [code, meaning]))),
    ...rules.flatMap((rule) => ['', `${renderPlace(rule.where)}  ${rule.list}  ${rule.text}`, ...indent(lines(rule))]),
    '',
    'Everything else about the login is taken to be in order: Okta’s client, a browser, the second factor.',
    '',
  ].join('\n');
}

function lines({ outcome, scopes, code, error, read }: RuleVerdict): string[] {
  const what = outcome === 'permits' ? scopes.join(', ') : outcome === 'forbids' ? code : error;
  const reads = Object.entries(read).map(([path, value]) => [path, value === null ? 'not there' : shortened(value)]);
  return [[outcome, what].filter((part) => part !== undefined).join(' '), ...indent(columns(reads))];
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > MAX_VALUE_CHARACTERS ? `${text.slice(0, MAX_VALUE_CHARACTERS)}…` : text;
}
