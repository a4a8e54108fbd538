import { keysOf, onlyValueOf } from './syntax/constants.ts';
import { child, children, type Node, readTree, type Tree } from './syntax/tree.ts';

/** Its name alone says it: nothing else of an Action's API or of Node has that name. */
const REDIRECT = 'sendUserTo';

/**
 * Returns whether an Action's code suspends the login: it names the method that redirects, or renders a form. Code that does
 * not parse suspends it where it names both `prompt` and `render`.
 */
export function suspends(code: string): boolean {
  if (new RegExp(`\\b${REDIRECT}\\b`).test(code)) return true;
  // Names that are put together have none of the words whole.
  if (!/prompt|render|send|['"`]/.test(code)) return false;
  const tree = treeOf(code);
  if (tree === undefined) return /\bprompt\b/.test(code) && /\brender\b/.test(code);
  return tree.nodes.some((node) => {
    const keys = isKeyed(node) ? (keysOf(tree, node) ?? []) : [];
    return keys.includes(REDIRECT) || (keys.includes('render') && isPrompt(tree, ownerOf(tree, node)));
  });
}

function treeOf(code: string): Tree | undefined {
  try {
    return readTree(code);
  } catch {
    return undefined;
  }
}

const isMember = ({ type }: Node): boolean => type === 'MemberExpression' || type === 'OptionalMemberExpression';
const isKeyed = (node: Node): boolean => isMember(node) || node.type === 'ObjectProperty';

/** What a property is read from: an expression, or the pattern's own property around it. */
function ownerOf(tree: Tree, node: Node): Node | undefined {
  if (isMember(node)) return child(node, 'object');
  const pattern = tree.parentOf(node);
  if (pattern?.type !== 'ObjectPattern') return undefined;
  const above = tree.parentOf(pattern);
  const around = above?.type === 'AssignmentPattern' ? tree.parentOf(above) : above;
  if (around?.type === 'VariableDeclarator') return child(around, 'init');
  if (around?.type === 'AssignmentExpression') return child(around, 'right');
  return around;
}

/** `api.prompt`, by whatever way it came there. */
function isPrompt(tree: Tree, node: Node | undefined, seen: ReadonlySet<Node> = new Set()): boolean {
  if (node === undefined || seen.has(node)) return false;
  const known = new Set([...seen, node]);
  if (isKeyed(node)) return keysOf(tree, node)?.includes('prompt') ?? false;
  if (node.type !== 'Identifier') return children(node, 'expressions').some((each) => isPrompt(tree, each, known));
  if (node.name === 'prompt') return true;
  const binding = tree.bindingOf(node);
  if (binding === undefined) return false;
  const value = onlyValueOf(binding);
  if (value !== undefined) return isPrompt(tree, value, known);
  return binding.targets.some((target) => isPrompt(tree, assignedTo(tree, target), known));
}

/** Where a variable gets its value: from an assignment, or from a property in a pattern. */
function assignedTo(tree: Tree, target: Node): Node | undefined {
  const parent = tree.parentOf(target);
  const property = parent?.type === 'AssignmentPattern' ? tree.parentOf(parent) : parent;
  if (property?.type === 'AssignmentExpression') return child(property, 'right');
  return property?.type === 'ObjectProperty' ? property : undefined;
}
