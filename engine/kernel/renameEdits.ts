// Renaming of variables that have the name of a global of Node: `const performance = …` in a cell must not take
// `performance` away from the engine and from packages. All uses of the name in a cell change alike, so that scopes need
// no analysis.

import type TS from 'typescript';
import type { TextEdit } from './textEdits.js';
import { ts } from './compiler.js';

export function renameEdits(
  file: TS.SourceFile,
  names: ReadonlySet<string>,
  newName: (name: string) => string,
): TextEdit[] {
  const edits: TextEdit[] = [];
  if (names.size > 0) visit(file);
  return edits;

  function visit(node: TS.Node): void {
    // Its variables are named where the import is rewritten.
    if (ts.isImportDeclaration(node) || ts.isImportEqualsDeclaration(node)) return;
    if (ts.isIdentifier(node) && names.has(node.text) && isVariable(node)) {
      const key = isShorthand(node) ? `${node.text}: ` : '';
      edits.push({ at: node.getStart(file), end: node.end, text: key + newName(node.text) });
    }
    ts.forEachChild(node, visit);
  }
}

/** `{ name }` in a value or a pattern. */
function isShorthand({ parent }: TS.Identifier): boolean {
  return (
    ts.isShorthandPropertyAssignment(parent) ||
    (ts.isBindingElement(parent) &&
      !parent.propertyName &&
      !parent.dotDotDotToken &&
      ts.isObjectBindingPattern(parent.parent))
  );
}

/** False for names of properties and members, and for that of a function of the top level, which is edited elsewhere. */
function isVariable(node: TS.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isFunctionDeclaration(parent)) return !ts.isSourceFile(parent.parent);
  const isMember = ts.isClassElement(parent) || ts.isTypeElement(parent) || ts.isEnumMember(parent);
  return !(isMember && parent.name === node);
}
