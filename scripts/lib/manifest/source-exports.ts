import { type ParseResult, parse } from '@babel/parser';

/** Describes an export of a source: its name, or `*` for all of another module's. */
export interface SourceExport {
  name: string;
  /** The line, counted from 1. */
  line: number;
  /** The column, counted from 1. */
  column: number;
}

/** Returns the exports of a source that exist when it runs; none if it does not parse, which esbuild reports. */
export function sourceExports(text: string): SourceExport[] {
  const file = parsed(text);
  return (file?.program.body ?? []).flatMap((statement): SourceExport[] => {
    const at = (name: string, node: { loc?: typeof statement.loc }): SourceExport => ({
      name,
      line: node.loc?.start.line ?? 1,
      column: (node.loc?.start.column ?? 0) + 1,
    });
    if (statement.type === 'ExportDefaultDeclaration') return [at('default', statement)];
    if (statement.type === 'ExportAllDeclaration') return statement.exportKind === 'type' ? [] : [at('*', statement)];
    if (statement.type !== 'ExportNamedDeclaration' || statement.exportKind === 'type') return [];
    const { declaration, specifiers } = statement;
    const named = specifiers.flatMap((specifier): SourceExport[] => {
      const { exported } = specifier;
      if (specifier.type === 'ExportSpecifier' && specifier.exportKind === 'type') return [];
      return [at(exported.type === 'StringLiteral' ? exported.value : exported.name, specifier)];
    });
    if (declaration?.type === 'VariableDeclaration') {
      return declaration.declarations.flatMap(({ id }) => namesIn(id).map((name) => at(name.name, name)));
    }
    const id = declaration && 'id' in declaration ? declaration.id : undefined;
    return id?.type === 'Identifier' ? [...named, at(id.name, id)] : named;
  });
}

/** Returns whether a source uses `exports` and neither imports nor exports as a module does, types aside. */
export function isCommonJs(text: string): boolean {
  // Most sources do not have the word, and to parse them all takes a third of a build.
  if (!/\bexports\b/.test(text)) return false;
  const statements = parsed(text)?.program.body ?? [];
  const isModule = statements.some(
    (statement) =>
      /^(?:Import|Export)\w*Declaration$/.test(statement.type) &&
      !('importKind' in statement && statement.importKind === 'type') &&
      !('exportKind' in statement && statement.exportKind === 'type'),
  );
  return !isModule;
}

function parsed(text: string): ParseResult | undefined {
  try {
    return parse(text, { sourceType: 'module', plugins: ['typescript'] });
  } catch {
    return undefined;
  }
}

type Declared = Extract<
  ParseResult['program']['body'][number],
  { type: 'VariableDeclaration' }
>['declarations'][number]['id'];

/** The names a declaration makes, also by destructuring. */
function namesIn(pattern: Declared): Extract<Declared, { type: 'Identifier' }>[] {
  const found: Extract<Declared, { type: 'Identifier' }>[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || !('type' in node)) return;
    if (node.type === 'Identifier') found.push(node as Extract<Declared, { type: 'Identifier' }>);
    else if ('elements' in node && Array.isArray(node.elements)) node.elements.forEach(visit);
    else if ('properties' in node && Array.isArray(node.properties)) node.properties.forEach(visit);
    else if ('argument' in node) visit(node.argument);
    else if ('left' in node) visit(node.left);
    else if ('value' in node) visit(node.value);
  };
  visit(pattern);
  return found;
}
