// The source tree for the tests of the architecture: files, their imports, and their syntax trees.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export interface SourceFile {
  /** Path from the root of the repository, with forward slashes: "engine/networks/layers.ts". */
  readonly path: string;
  /** Its first two folders: "engine/networks"; "engine" for the files directly in it. */
  readonly room: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** Specifier, as written. */
  readonly from: string;
  /** Path in the repository without extension; undefined for packages and Node's modules. */
  readonly path: string | undefined;
  readonly room: string | undefined;
  readonly line: number;
  /** True for an import of types, which the compiler erases. */
  readonly typeOnly: boolean;
}

/** Root of the repository, seen from out/test/unit. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** All sources under the folders, fixtures excepted. */
export function readSources(...folders: readonly string[]): SourceFile[] {
  return folders.flatMap(filesUnder).map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    return { path, room: roomOf(dirname(path)), text, imports: importsOf(path, text) };
  });
}

/** Calls `visit` for every node of the file's syntax tree; `line` is where the node begins. */
export function visitSyntax({ path, text }: SourceFile, visit: (node: ts.Node, line: number) => void): void {
  const tree = parse(path, text);
  const walk = (node: ts.Node) => {
    visit(node, lineOf(tree, node));
    ts.forEachChild(node, walk);
  };
  ts.forEachChild(tree, walk);
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'fixtures' ? [] : filesUnder(path);
    return /\.(ts|tsx|mts|mjs|js)$/.test(entry.name) ? [path] : [];
  });
}

/** The first two folders: rooms have no rooms within. */
function roomOf(folder: string): string {
  return folder.split('/').slice(0, 2).join('/');
}

function importsOf(path: string, text: string): Import[] {
  const tree = parse(path, text);
  const imports: Import[] = [];
  const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const from = specifier.text;
    const own = from.startsWith('.') ? posix.join(dirname(path), from).replace(/\.js$/, '') : undefined;
    const room = own === undefined ? undefined : roomOf(dirname(own));
    imports.push({ from, path: own, room, line: lineOf(tree, specifier), typeOnly });
  };
  const walk = (node: ts.Node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && isImportCall(node)) add(node.arguments[0], false);
    ts.forEachChild(node, walk);
  };
  walk(tree);
  return imports;
}

function isImportCall({ expression }: ts.CallExpression): boolean {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require')
  );
}

/** Syntax tree of a file, with parents. */
export function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
}

function lineOf(tree: ts.SourceFile, node: ts.Node): number {
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}
