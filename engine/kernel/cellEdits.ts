// Edits that turn a cell into the body of a function: variables of its top level become globals, which later cells see
// and may declare again; imports become loads; every await can be interrupted; the last expression is the result.

import type TS from 'typescript';
import { RUNTIME } from './runtimeName.js';
import { renameEdits } from './renameEdits.js';
import { lineBreaksOf, type TextEdit } from './textEdits.js';
import { ts } from './compiler.js';

export interface CellEdits {
  readonly edits: readonly TextEdit[];
  /** Globals that the cell declares, under the names that they have at run time. */
  readonly declared: readonly string[];
  /** Statements that belong before the cell's text: functions can be called above their declaration. */
  readonly before: string;
}

/** `shadowed`: globals of Node that cells have declared, which get a name of their own. */
export function cellEdits(file: TS.SourceFile, shadowed: ReadonlySet<string>): CellEdits {
  const edits: TextEdit[] = [];
  const declared: string[] = [];
  const before: string[] = [];
  const source = file.text;

  const runtimeName = (name: string) => (shadowed.has(name) ? ownName(name) : name);
  const declare = (name: string): string => {
    declared.push(runtimeName(name));
    return runtimeName(name);
  };
  const insert = (at: number, text: string) => {
    edits.push({ at, end: at, text });
  };
  const replace = (at: number, end: number, text: string) => {
    edits.push({ at, end, text: text + lineBreaksOf(source.slice(at, end)) });
  };
  const erase = (node: TS.Node) => replace(node.getStart(file), node.end, '');

  const last = file.statements.findLast((statement) => !ts.isEmptyStatement(statement));
  for (const statement of file.statements) editStatement(statement);
  visitInside(file);
  edits.push(...renameEdits(file, shadowed, ownName));
  return { edits, declared, before: before.join('') };

  function editStatement(statement: TS.Statement): void {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)) return erase(statement);
    for (const modifier of modifiers)
      if ([ts.SyntaxKind.ExportKeyword, ts.SyntaxKind.DefaultKeyword].includes(modifier.kind))
        erase(modifier);
    if (ts.isImportDeclaration(statement)) editImport(statement);
    else if (ts.isImportEqualsDeclaration(statement)) editImportEquals(statement);
    else if (ts.isExportDeclaration(statement)) erase(statement);
    else if (ts.isExportAssignment(statement))
      replace(statement.getStart(file), statement.expression.getStart(file), ';');
    else if (ts.isVariableStatement(statement)) editVariables(statement);
    else if (ts.isFunctionDeclaration(statement)) editFunction(statement);
    else if (ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) publish(statement);
    else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)) publish(statement);
    else if (statement === last && ts.isExpressionStatement(statement)) editResult(statement);
  }

  /** `import d, { a as b } from 'x'` → `({ default: d, a: b } = await load('x'))`. */
  function editImport(statement: TS.ImportDeclaration): void {
    const { importClause, moduleSpecifier } = statement;
    if (importClause?.isTypeOnly) return erase(statement);
    const load = `await ${RUNTIME}.load(${moduleSpecifier.getText(file)})`;
    const taken: string[] = [];
    if (importClause?.name) taken.push(`default: ${declare(importClause.name.text)}`);
    const bindings = importClause?.namedBindings;
    if (bindings && ts.isNamedImports(bindings))
      for (const { name, propertyName, isTypeOnly } of bindings.elements)
        if (!isTypeOnly) taken.push(`${(propertyName ?? name).getText(file)}: ${declare(name.text)}`);
    const whole = bindings && ts.isNamespaceImport(bindings) ? `${declare(bindings.name.text)} = ` : '';
    const target = taken.length > 0 ? `{ ${taken.join(', ')} } = ` : '';
    replace(statement.getStart(file), statement.end, `;(${target}${whole}${load});`);
  }

  function editImportEquals(statement: TS.ImportEqualsDeclaration): void {
    if (statement.isTypeOnly) return erase(statement);
    const { moduleReference: reference } = statement;
    const value = ts.isExternalModuleReference(reference)
      ? `require(${reference.expression.getText(file)})`
      : reference.getText(file);
    replace(statement.getStart(file), statement.end, `;(${declare(statement.name.text)} = ${value});`);
  }

  /** `const a = 1, { b } = c` → `;(a = 1), ({ b } = c)`. */
  function editVariables({ declarationList }: TS.VariableStatement): void {
    // A resource of `using` ends with its cell.
    if (declarationList.flags & ts.NodeFlags.Using) return;
    const [first] = declarationList.declarations;
    replace(declarationList.getStart(file), first!.getStart(file), ';');
    const isVar = (declarationList.flags & ts.NodeFlags.BlockScoped) === 0;
    for (const { name, type, exclamationToken, initializer } of declarationList.declarations) {
      namesIn(name).forEach(declare);
      insert(name.getStart(file), '(');
      const typed = type ?? exclamationToken;
      if (typed) replace(name.end, typed.end, '');
      const end = (initializer ?? typed ?? name).end;
      insert(end, initializer || isVar ? ')' : ' = undefined)');
    }
  }

  /** The function's own name differs, so that all its callers call the global, which later cells may replace. */
  function editFunction({ name, body }: TS.FunctionDeclaration): void {
    if (!name || !body) return;
    const local = `${ownName(name.text)}$`;
    replace(name.getStart(file), name.end, local);
    before.push(`${declare(name.text)} = ${RUNTIME}.named(${JSON.stringify(name.text)}, ${local});`);
  }

  function publish(statement: TS.ClassDeclaration | TS.EnumDeclaration | TS.ModuleDeclaration): void {
    if (!statement.name) return;
    const name = declare(statement.name.text);
    insert(statement.end, `;globalThis.${name} = ${name};`);
  }

  function editResult({ expression }: TS.ExpressionStatement): void {
    const isAssignment =
      ts.isBinaryExpression(expression) &&
      expression.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      expression.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
    if (isAssignment) return;
    insert(expression.getStart(file), `;return ${RUNTIME}.wait(`);
    insert(expression.end, ')');
  }

  function visitInside(node: TS.Node): void {
    if (ts.isImportDeclaration(node)) return;
    if (ts.isAwaitExpression(node)) {
      insert(node.expression.getStart(file), `${RUNTIME}.wait(`);
      ts.forEachChild(node, visitInside);
      insert(node.expression.end, ')');
      return;
    }
    if (ts.isForOfStatement(node) && node.awaitModifier) {
      insert(node.expression.getStart(file), `${RUNTIME}.each(`);
      insert(node.expression.end, ')');
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      replace(node.expression.getStart(file), node.expression.end, `${RUNTIME}.load`);
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
      replace(node.getStart(file), node.end, `${RUNTIME}.meta`);
    ts.forEachChild(node, visitInside);
  }
}

/** Names that a cell declares at its top level, as the user wrote them: all, or those that exist at run time. */
export function declaredNames(file: TS.SourceFile, which: 'all' | 'values'): string[] {
  return file.statements.flatMap((statement) => {
    if (which === 'values' && isForTypes(statement)) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
    if (ts.isImportDeclaration(statement)) {
      const { name, namedBindings } = statement.importClause ?? {};
      const inside = !namedBindings
        ? []
        : ts.isNamespaceImport(namedBindings)
          ? [namedBindings.name.text]
          : namedBindings.elements
              .filter(({ isTypeOnly }) => which === 'all' || !isTypeOnly)
              .map((element) => element.name.text);
      return [...(name ? [name.text] : []), ...inside];
    }
    const { name } = statement as { readonly name?: TS.Node };
    return name && ts.isIdentifier(name) ? [name.text] : [];
  });
}

/** True for a statement of which nothing is left at run time. */
function isForTypes(statement: TS.Statement): boolean {
  if (ts.isImportDeclaration(statement)) return statement.importClause?.isTypeOnly === true;
  if (ts.isImportEqualsDeclaration(statement)) return statement.isTypeOnly;
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  return (
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    modifiers.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)
  );
}

/** Name at run time of a variable that shadows a global of Node, which other code keeps using. */
function ownName(name: string): string {
  return `${name}$cell`;
}

function namesIn(name: TS.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element.name)));
}
