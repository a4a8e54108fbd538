import { isMember, nameOf } from './syntax/calls.ts';
import { keysOf } from './syntax/constants.ts';
import { child, type Node, readTree, type Tree } from './syntax/tree.ts';

/** Its name alone says it: nothing else of an Action's API or of Node has that name. */
const REDIRECT = 'sendUserTo';
/** Names parts of an Action's API with a method that suspends the login, and the API itself. */
const PARTS = ['prompt', 'redirect', 'api'];

/**
 * Returns whether an Action's code suspends the login: it names the method that redirects, it takes `api.prompt` and calls a
 * method `render`, or it calls what cannot be known of these. Code that does not parse suspends it where it names both
 * `prompt` and `render`.
 */
export function suspendsLogin(code: string): boolean {
  if (new RegExp(`\\b${REDIRECT}\\b`).test(code)) return true;
  const tree = treeOf(code);
  if (tree === undefined) return /\bprompt\b/.test(code) && /\brender\b/.test(code);
  const keyed = tree.nodes.filter(isKeyed).map((node) => ({ node, keys: keysOf(tree, node) }));
  const isAnyPart = keyed.some(({ node, keys }) => keys === undefined && isPart(tree, child(node, 'object')));
  const takesPrompt = keyed.some(
    ({ node, keys }) => keys?.includes('prompt') && !isOfTransaction(tree, ownerOf(tree, node)),
  );
  const renders = keyed.some(({ node, keys }) => keys?.includes('render') && !isOfPackage(tree, ownerOf(tree, node)));
  return isAnyPart || (takesPrompt && renders) || keyed.some(({ keys }) => keys?.includes(REDIRECT));
}

function treeOf(code: string): Tree | undefined {
  try {
    return readTree(code);
  } catch {
    return undefined;
  }
}

const isKeyed = (node: Node): boolean => isMember(node) || node.type === 'ObjectProperty';

/** Returns what a property is read from: an expression, or the property of the pattern around it. */
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

/** Returns whether a value comes from `require`, or is a part or a result of it. */
function isOfPackage(tree: Tree, node: Node | undefined, depth = 0): boolean {
  if (node === undefined || depth > 8) return false;
  if (nameOf(tree, child(node, 'callee')) === 'require') return true;
  const declaration = tree.bindingOf(node)?.declaration;
  const from = isMember(node) ? child(node, 'object') : (child(node, 'callee') ?? child(declaration, 'init'));
  return isOfPackage(tree, from, depth + 1);
}

const lastNameOf = (tree: Tree, node: Node | undefined): readonly string[] => {
  if (node === undefined) return [];
  if (node.type === 'Identifier') return [String(node.name)];
  return isKeyed(node) ? (keysOf(tree, node) ?? []) : [];
};

/** `event.transaction.prompt` is what the application asked for. */
const isOfTransaction = (tree: Tree, node: Node | undefined): boolean => lastNameOf(tree, node).includes('transaction');

const isPart = (tree: Tree, node: Node | undefined): boolean =>
  lastNameOf(tree, node).some((name) => PARTS.includes(name)) &&
  !(node !== undefined && isMember(node) && isOfTransaction(tree, child(node, 'object')));
