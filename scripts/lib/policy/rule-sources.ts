import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from '@babel/parser';
import type { Policy } from '../../../library/rules.ts';
import { POLICY_FILE } from '../bundle/team-settings.ts';
import type { Place } from '../failures.ts';

/** Describes a rule's source text and its place. */
export interface RuleSource {
  where: Place;
  /** Its source, on one line. */
  text: string;
}

type ListName = keyof Policy;
type Statement = ReturnType<typeof parse>['program']['body'][number];
type Declaration = Extract<Statement, { type: 'VariableDeclaration' }>;
type Expression = NonNullable<Declaration['declarations'][number]['init']>;

const MAX_CHARACTERS = 100;

/**
 * Returns the sources of the rules of `policy.ts`, list by list. If a list is not written out there, element by
 * element, its rules have numbers and the list's place.
 */
export async function ruleSources(rootDir: string, policy: Policy): Promise<Record<ListName, RuleSource[]>> {
  const source = await readFile(join(rootDir, POLICY_FILE), 'utf8');
  const { program } = parse(source, { sourceType: 'module', plugins: ['typescript'] });
  const lists = listsIn(program.body);
  const sourcesOf = (name: ListName): RuleSource[] =>
    policy[name].map((_rule, index) => {
      const list = lists.get(name);
      const elements = list?.type === 'ArrayExpression' ? list.elements : [];
      const isWhole =
        elements.length === policy[name].length && elements.every((item) => item?.type !== 'SpreadElement');
      const element = isWhole ? elements[index] : undefined;
      if (element === null || element === undefined) return { where: placeOf(list), text: `${name}[${index}]` };
      const text = source.slice(element.start ?? 0, element.end ?? 0).replaceAll(/\s+/g, ' ');
      return {
        where: placeOf(element),
        text: text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text,
      };
    });
  return { forbid: sourcesOf('forbid'), permit: sourcesOf('permit') };
}

function placeOf(node: { loc?: { start: { line: number; column: number } } | null } | undefined): Place {
  const start = node?.loc?.start;
  return start === undefined
    ? { file: POLICY_FILE }
    : { file: POLICY_FILE, line: start.line, column: start.column + 1 };
}

/** Returns the expressions of `forbid:` and `permit:` of `export const policy`. */
function listsIn(statements: readonly Statement[]): Map<string, Expression> {
  const init = statements
    .map((statement) => (statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement))
    .flatMap((statement) => (statement?.type === 'VariableDeclaration' ? statement.declarations : []))
    .find(({ id }) => id.type === 'Identifier' && id.name === 'policy')?.init;
  const value = withoutTypes(init);
  const lists = new Map<string, Expression>();
  if (value?.type !== 'ObjectExpression') return lists;
  for (const property of value.properties) {
    if (property.type !== 'ObjectProperty' || property.key.type !== 'Identifier') continue;
    // A property of an object that is a value holds an expression.
    const list = withoutTypes(property.value as Expression);
    if (list !== undefined) lists.set(property.key.name, list);
  }
  return lists;
}

/** `x as T` and `x satisfies T` are x. */
function withoutTypes(expression: Expression | null | undefined): Expression | undefined {
  const isTyped = expression?.type === 'TSAsExpression' || expression?.type === 'TSSatisfiesExpression';
  return isTyped ? withoutTypes(expression.expression) : (expression ?? undefined);
}
