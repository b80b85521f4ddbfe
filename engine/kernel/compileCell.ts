// A cell of TypeScript or JavaScript as a script that can run, with the way back from its places to those of the cell.

import { SourceMap, type SourceMapPayload } from 'node:module';
import type TS from 'typescript';
import type { CellLanguage } from '../protocol/kernelRequests.js';
import { cellEdits, declaredNames } from './cellEdits.js';
import { type CellPlace, CellSyntaxError } from './cellSyntaxError.js';
import { applyEdits, offsetBefore, type TextEdit } from './textEdits.js';
import { ts } from './compiler.js';

export interface CompiledCell {
  /** Expression whose value is the promise of the cell's result. */
  readonly script: string;
  /** Globals that must exist before it runs. */
  readonly declared: readonly string[];
  /** Place in the cell of a place in the script, both from 0; undefined outside of the cell's text. */
  placeOf(line: number, column: number): CellPlace | undefined;
}

const OPTIONS: TS.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  sourceMap: true,
  isolatedModules: true,
  preserveConstEnums: true,
  verbatimModuleSyntax: true,
};

export function parseCell(code: string, language: CellLanguage): TS.SourceFile {
  // Marked as a module, so that `await` is a keyword at the top level. TypeScript declares the mark in no type.
  const isModule = (file: TS.SourceFile) => {
    (file as { externalModuleIndicator?: TS.Node }).externalModuleIndicator ??= file;
  };
  return ts.createSourceFile(
    language === 'typescript' ? 'cell.ts' : 'cell.js',
    code,
    { languageVersion: ts.ScriptTarget.ESNext, setExternalModuleIndicator: isModule },
    true,
    language === 'typescript' ? ts.ScriptKind.TS : ts.ScriptKind.JS,
  );
}

/**
 * `shadowed`: names of Node's globals that earlier cells have declared; names that this cell declares are added.
 * @throws CellSyntaxError
 */
export function compileCell(
  code: string,
  language: CellLanguage,
  shadowed: Set<string>,
  builtIn: ReadonlySet<string>,
): CompiledCell {
  const file = parseCell(code, language);
  // TypeScript keeps the errors of its parser under this name and declares it in no type.
  const [wrong] = (file as unknown as { readonly parseDiagnostics: readonly TS.DiagnosticWithLocation[] })
    .parseDiagnostics;
  if (wrong) {
    const { line, character: column } = file.getLineAndCharacterOfPosition(wrong.start);
    throw new CellSyntaxError(ts.flattenDiagnosticMessageText(wrong.messageText, '\n'), { line, column });
  }
  for (const name of declaredNames(file, 'values')) if (builtIn.has(name)) shadowed.add(name);
  const { edits, declared, before } = cellEdits(file, shadowed);
  const head = `(async () => { 'use strict'; ${before}`;
  const body = applyEdits(code, edits);
  const { outputText, sourceMapText } = ts.transpileModule(`${head}${body}\n})()`, {
    compilerOptions: OPTIONS,
    fileName: 'cell.ts',
  });
  return {
    script: outputText.replace(/\n\/\/# sourceMappingURL=.*\s*$/, ''),
    declared,
    placeOf: placeFinder(file, edits, head, body, sourceMapText!),
  };
}

/** Finds places by two steps: from the script to the edited text by its source map, then past the edits. */
function placeFinder(
  file: TS.SourceFile,
  edits: readonly TextEdit[],
  head: string,
  body: string,
  sourceMapText: string,
): CompiledCell['placeOf'] {
  let map: SourceMap | undefined;
  let edited: TS.SourceFile | undefined;
  return (line, column) => {
    map ??= new SourceMap(JSON.parse(sourceMapText) as SourceMapPayload);
    const entry = map.findEntry(line, column);
    if (!('originalLine' in entry)) return undefined;
    edited ??= ts.createSourceFile('edited.ts', head + body, ts.ScriptTarget.ESNext);
    const starts = edited.getLineStarts();
    if (entry.originalLine >= starts.length) return undefined;
    const offset = starts[entry.originalLine]! + entry.originalColumn - head.length;
    if (offset < 0) return undefined;
    const before = Math.min(offsetBefore(edits, offset), file.text.length);
    const { line: cellLine, character } = file.getLineAndCharacterOfPosition(before);
    return { line: cellLine, column: character };
  };
}
