import { declare, type Interpreter } from './interpreter.ts';
import { candidatesOf, isLibrary, type SourceFile } from './modules.ts';
import { childrenOf, type Node, type Statement } from './syntax.ts';
import { childOf, type Fields, type Scope, UNKNOWN, union, type Value } from './values.ts';

type Lazy = () => Value;
/** Returns what another file exports: `*` is all of it. */
type Imported = (specifier: string, name: string) => Value;

/**
 * Returns what a file of the project exports. Each declaration is followed when it is asked for: what no rule uses does
 * not count.
 *
 * @param modules by file, relative to the project
 */
export function createProject(
  of: Interpreter,
  modules: ReadonlyMap<string, SourceFile>,
): { exported(file: string, name: string): Value } {
  const scopes = new Map<string, ModuleScope>();
  const scopeOf = (source: SourceFile): ModuleScope => {
    const { file } = source;
    const scope =
      scopes.get(file) ??
      createModuleScope(of, source, (specifier, name) => {
        if (isLibrary(specifier)) return [{ kind: 'library', name }];
        for (const candidate of candidatesOf(file, specifier)) {
          const found = modules.get(candidate);
          if (found !== undefined) return scopeOf(found).exported(name);
        }
        return UNKNOWN;
      });
    scopes.set(file, scope);
    return scope;
  };
  return {
    exported(file, name) {
      const source = modules.get(file);
      return source === undefined ? UNKNOWN : scopeOf(source).exported(name);
    },
  };
}

interface ModuleScope extends Scope {
  exported(name: string): Value;
}

function createModuleScope(of: Interpreter, { file, program }: SourceFile, imported: Imported): ModuleScope {
  const names = new Map<string, Lazy>();
  const exports = new Map<string, Lazy>();
  /** The files of `export * from`. */
  const passedOn: string[] = [];
  const eventTypes = new Set<string>();
  const assigned = new Map<string, Value>();
  const scope: ModuleScope = {
    file,
    lookup: (name) => {
      const value = names.get(name)?.();
      return value === undefined ? undefined : union(value, assigned.get(name) ?? UNKNOWN);
    },
    declare: (name, value) => void names.set(name, () => value),
    assign: (name, value) => void assigned.set(name, union(assigned.get(name) ?? UNKNOWN, value)),
    isEventType: (name) => eventTypes.has(name),
    exported(name) {
      if (name === '*') return [{ kind: 'fields', fields: exports } satisfies Fields];
      const own = exports.get(name)?.();
      return own ?? union(...(name === 'default' ? [] : passedOn.map((specifier) => imported(specifier, name))));
    },
  };

  for (const statement of program.body) {
    switch (statement.type) {
      case 'ImportDeclaration':
        for (const specifier of statement.specifiers) {
          const name = importedName(specifier);
          names.set(
            specifier.local.name,
            once(() => imported(statement.source.value, name)),
          );
          if (isLibrary(statement.source.value) && name === 'Event') eventTypes.add(specifier.local.name);
        }
        break;
      case 'ExportAllDeclaration':
        passedOn.push(statement.source.value);
        break;
      case 'ExportDefaultDeclaration': {
        const { declaration } = statement;
        for (const [name, value] of declarationsOf(of, declaration as Statement, scope)) names.set(name, value);
        exports.set(
          'default',
          once(() => of.evaluate(declaration as Node, scope)),
        );
        break;
      }
      case 'ExportNamedDeclaration': {
        if (statement.declaration) {
          for (const [name, value] of declarationsOf(of, statement.declaration, scope)) {
            names.set(name, value);
            exports.set(name, value);
          }
        }
        const from = statement.source?.value;
        for (const specifier of statement.specifiers) {
          const outside = nameOf(specifier.exported);
          const inside = specifier.type === 'ExportSpecifier' ? nameOf(specifier.local) : '*';
          exports.set(
            outside,
            once(() => (from === undefined ? (scope.lookup(inside) ?? UNKNOWN) : imported(from, inside))),
          );
        }
        break;
      }
      default:
        for (const [name, value] of declarationsOf(of, statement, scope)) names.set(name, value);
    }
  }
  return scope;
}

type Import = Extract<Statement, { type: 'ImportDeclaration' }>['specifiers'][number];

function importedName(specifier: Import): string {
  if (specifier.type === 'ImportNamespaceSpecifier') return '*';
  return specifier.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(specifier.imported);
}

const nameOf = (node: { name: string } | { value: string }): string => ('name' in node ? node.name : node.value);

/** Returns the names that a statement declares, with what they may be. */
function declarationsOf(of: Interpreter, statement: Statement, scope: Scope): [string, Lazy][] {
  if (statement.type === 'FunctionDeclaration' || statement.type === 'ClassDeclaration') {
    return statement.id ? [[statement.id.name, once(() => of.evaluate(statement, scope))]] : [];
  }
  if (statement.type !== 'VariableDeclaration') return [];
  return statement.declarations.flatMap((declarator) => {
    const inner = childOf(scope);
    const followed = once(() => {
      declare(of, declarator, inner);
      return UNKNOWN;
    });
    return boundBy(declarator.id as Node).map((name): [string, Lazy] => [
      name,
      once(() => {
        followed();
        return inner.lookup(name) ?? UNKNOWN;
      }),
    ]);
  });
}

/** Returns the names in a pattern. */
function boundBy(pattern: Node): string[] {
  if (pattern.type === 'Identifier') return [pattern.name];
  if (pattern.type === 'ObjectProperty') return boundBy(pattern.value as Node);
  if (pattern.type === 'AssignmentPattern') return boundBy(pattern.left as Node);
  return childrenOf(pattern)
    .filter(({ type }) => !type.startsWith('TS'))
    .flatMap(boundBy);
}

/** Follows at the first call; what needs itself to be known is unknown. */
function once(follow: Lazy): Lazy {
  let value: Value | undefined;
  let isBegun = false;
  return () => {
    if (isBegun) return value ?? UNKNOWN;
    isBegun = true;
    value = follow();
    return value;
  };
}
