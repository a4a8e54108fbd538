import type { parse } from '@babel/parser';

export type Program = ReturnType<typeof parse>['program'];
export type Statement = Program['body'][number];
type Declarator = Extract<Statement, { type: 'VariableDeclaration' }>['declarations'][number];
export type Expression = NonNullable<Declarator['init']>;
type OfClass = Extract<Expression, { type: 'ClassExpression' }>['body']['body'][number];
type OfObject = Extract<Expression, { type: 'ObjectExpression' }>['properties'][number];

export type ClassNode =
  | Extract<Statement, { type: 'ClassDeclaration' }>
  | Extract<Expression, { type: 'ClassExpression' }>;

/** Represents a function in any notation. */
export type FunctionNode =
  | Extract<Statement, { type: 'FunctionDeclaration' }>
  | Extract<Expression, { type: 'ArrowFunctionExpression' | 'FunctionExpression' }>
  | Extract<OfObject, { type: 'ObjectMethod' }>
  | Extract<OfClass, { type: 'ClassMethod' }>;

/** Lists every node that the interpreter evaluates; it visits the children of other nodes. */
export type Node = Program | Statement | Expression | Declarator | FunctionNode['params'][number] | OfClass | OfObject;

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Returns the nodes directly below a node, in the order of the source. */
export const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

/** Narrows a node that came from a list of children to those that declare functions by name. */
export const isFunction = (node: Node): node is FunctionNode =>
  node.type === 'FunctionDeclaration' ||
  node.type === 'ArrowFunctionExpression' ||
  node.type === 'FunctionExpression' ||
  node.type === 'ObjectMethod' ||
  node.type === 'ClassMethod';

/** Returns the name of a type reference such as `Event` or `Rule`, or nothing where the annotation is of another kind. */
export function typeNameOf(annotated: unknown): string | undefined {
  const annotation = field(annotated, 'typeAnnotation');
  const type = field(annotation, 'type') === 'TSTypeAnnotation' ? field(annotation, 'typeAnnotation') : annotation;
  if (field(type, 'type') !== 'TSTypeReference') return undefined;
  const name = field(field(type, 'typeName'), 'name');
  return typeof name === 'string' ? name : undefined;
}

const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
