// All cells of a notebook as one module for TypeScript's language service. Each cell is a block inside the one before, so
// that it sees earlier variables and may declare them again; imports stand at the top, where alone they are allowed.

import type TS from 'typescript';
import { declaredNames } from '../kernel/cellEdits.js';
import { parseCell } from '../kernel/compileCell.js';
import { ts } from '../kernel/compiler.js';
import type { CellText } from '../protocol/cellLanguage.js';

/** Part of a cell's text: from `inCell` on in the cell, from `at` on in the module. */
interface Segment {
  readonly cell: string;
  readonly inCell: number;
  readonly at: number;
  readonly length: number;
}

export interface JoinedCells {
  readonly text: string;
  /** Offset in the module; undefined for a cell that is not there. */
  toModule(cell: string, offset: number): number | undefined;
  /** Place in a cell; undefined for text that belongs to none. */
  toCell(offset: number): { readonly cell: string; readonly offset: number } | undefined;
  /** Names that cells declare at their top level. */
  readonly declared: ReadonlySet<string>;
}

export function joinCells(cells: readonly CellText[]): JoinedCells {
  const imports: Segment[] = [];
  const bodies: Segment[] = [];
  const declared = new Set<string>();
  let head = 'export {};\n';
  const pieces: { readonly cell: string; readonly body: string }[] = [];
  for (const { id, code, language } of cells) {
    const file = parseCell(code, language);
    declaredNames(file, 'all').forEach((name) => declared.add(name));
    let body = code;
    for (const { start, end, isImport } of movedParts(file)) {
      if (isImport) {
        imports.push({ cell: id, inCell: start, at: head.length, length: end - start });
        head += `${code.slice(start, end)};\n`;
      }
      body = body.slice(0, start) + code.slice(start, end).replace(/[^\n]/g, ' ') + body.slice(end);
    }
    pieces.push({ cell: id, body });
  }
  let text = head;
  for (const { cell, body } of pieces) {
    text += '{\n';
    bodies.push({ cell, inCell: 0, at: text.length, length: body.length });
    text += `${body}\n`;
  }
  text += '}'.repeat(pieces.length);
  // An import is found in its own place before the space that it has left.
  const segments = [...imports, ...bodies];
  return {
    text,
    declared,
    toModule: (cell, offset) => {
      const segment = segments.find(
        (one) => one.cell === cell && offset >= one.inCell && offset <= one.inCell + one.length,
      );
      return segment && segment.at + offset - segment.inCell;
    },
    toCell: (offset) => {
      const segment = segments.find(({ at, length }) => offset >= at && offset <= at + length);
      return segment && { cell: segment.cell, offset: segment.inCell + offset - segment.at };
    },
  };
}

interface MovedPart {
  readonly start: number;
  readonly end: number;
  readonly isImport: boolean;
}

/** Imports, and words of exports, which mean nothing in a cell. */
function movedParts(file: TS.SourceFile): readonly MovedPart[] {
  return file.statements.flatMap((statement): readonly MovedPart[] => {
    const start = statement.getStart(file);
    if (ts.isImportDeclaration(statement) || ts.isImportEqualsDeclaration(statement))
      return [{ start, end: statement.end, isImport: true }];
    if (ts.isExportDeclaration(statement)) return [{ start, end: statement.end, isImport: false }];
    if (ts.isExportAssignment(statement))
      return [{ start, end: statement.expression.getStart(file), isImport: false }];
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    return modifiers
      .filter(({ kind }) => kind === ts.SyntaxKind.ExportKeyword || kind === ts.SyntaxKind.DefaultKeyword)
      .map((modifier) => ({ start: modifier.getStart(file), end: modifier.end, isImport: false }));
  });
}
