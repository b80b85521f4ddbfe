// Language features of the cells of one notebook: places are those of cells, answers come from all cells together.

import type TS from 'typescript';
import { ts } from '../kernel/compiler.js';
import type {
  CellCompletion,
  CellPosition,
  CellProblem,
  CellRange,
  CellSignatures,
  CellText,
  Definition,
  Explanation,
} from '../protocol/cellLanguage.js';
import { joinCells, type JoinedCells } from './joinedCells.js';
import { cellModule, type CellModule } from './cellModule.js';

/** Errors of the way in which cells are joined, and of redeclaring what an earlier cell declares. */
const OWN_ERRORS: ReadonlySet<number> = new Set([
  1184, 1232, 1233, 1234, 1235, 1258, 2300, 2393, 2451, 2454, 2481, 7027,
]);
/** "Cannot find name": another cell may declare it, and may have been run before. */
const UNKNOWN_NAME: ReadonlySet<number> = new Set([2304, 2552, 2503, 18004]);

type At = Pick<CellPosition, 'cell' | 'line' | 'column'>;

export interface CellFeatures {
  set(cells: readonly CellText[]): void;
  problems(): readonly CellProblem[];
  completions(at: At, beside: boolean): readonly CellCompletion[];
  completion(at: At, name: string): Explanation | null;
  hover(at: At, beside: boolean): (Explanation & CellRange) | null;
  signatures(at: At): CellSignatures | null;
  definitions(at: At): readonly Definition[];
  /** Frees what TypeScript holds of these cells. */
  dispose(): void;
}

export function cellFeatures(folder: string): CellFeatures {
  const all = cellModule(folder, 'notebook.cells.ts', true);
  let single: CellModule | undefined;
  let cells: ReadonlyMap<string, CellText> = new Map();
  let joined: JoinedCells = joinCells([]);

  const offsetIn = (at: At): number | undefined => {
    const cell = cells.get(at.cell);
    return cell && joined.toModule(at.cell, offsetOf(cell.code, at));
  };
  const rangeOf = (start: number, length: number): (CellRange & { readonly cell: string }) | undefined => {
    const from = joined.toCell(start);
    const to = joined.toCell(start + length);
    const code = from && cells.get(from.cell)?.code;
    if (!from || code === undefined) return undefined;
    const end = to?.cell === from.cell ? to.offset : from.offset + length;
    return { cell: from.cell, start: placeOf(code, from.offset), end: placeOf(code, end) };
  };
  /** The cell alone, as VS Code's own service sees it. */
  const alone = (at: At): { readonly of: CellModule; readonly offset: number } => {
    single ??= cellModule(folder, 'single.cell.ts', false);
    const { code } = cells.get(at.cell)!;
    single.setText(code);
    return { of: single, offset: offsetOf(code, at) };
  };

  return {
    set: (given) => {
      cells = new Map(given.map((cell) => [cell.id, cell]));
      joined = joinCells(given);
      all.setText(joined.text);
    },
    problems: () => {
      const problemOf =
        (isSyntax: boolean) =>
        (found: TS.Diagnostic): CellProblem[] => {
          const message = ts.flattenDiagnosticMessageText(found.messageText, '\n');
          const range = found.start === undefined ? undefined : rangeOf(found.start, found.length ?? 0);
          if (!range || OWN_ERRORS.has(found.code)) return [];
          if (cells.get(range.cell)?.language === 'javascript' && !isSyntax) return [];
          const [, name] = UNKNOWN_NAME.has(found.code) ? (/'([^']+)'/.exec(message) ?? []) : [];
          if (name !== undefined && joined.declared.has(name)) return [];
          return [{ ...range, code: found.code, message, isSyntax }];
        };
      return [
        ...all.service.getSyntacticDiagnostics(all.file).flatMap(problemOf(true)),
        ...all.service.getSemanticDiagnostics(all.file).flatMap(problemOf(false)),
      ];
    },
    completions: (at, beside) => {
      const offset = offsetIn(at);
      if (offset === undefined) return [];
      const entries = all.service.getCompletionsAtPosition(all.file, offset, {})?.entries ?? [];
      const known = new Set<string>();
      if (beside) {
        const { of, offset: own } = alone(at);
        for (const { name } of of.service.getCompletionsAtPosition(of.file, own, {})?.entries ?? [])
          known.add(name);
      }
      return entries
        .filter(({ name }) => !known.has(name))
        .map(({ name, kind, sortText, insertText }) => ({
          name,
          kind,
          sortText,
          ...(insertText === undefined ? {} : { insertText }),
        }));
    },
    completion: (at, name) => {
      const offset = offsetIn(at);
      if (offset === undefined) return null;
      const details = all.service.getCompletionEntryDetails(
        all.file,
        offset,
        name,
        {},
        undefined,
        {},
        undefined,
      );
      return details ? explanation(details) : null;
    },
    hover: (at, beside) => {
      const offset = offsetIn(at);
      const info = offset === undefined ? undefined : all.service.getQuickInfoAtPosition(all.file, offset);
      const range = info && rangeOf(info.textSpan.start, info.textSpan.length);
      if (!info || !range) return null;
      const told = explanation(info);
      if (beside) {
        const { of, offset: own } = alone(at);
        const known = of.service.getQuickInfoAtPosition(of.file, own);
        if (known && explanation(known).declaration === told.declaration) return null;
      }
      return { ...told, start: range.start, end: range.end };
    },
    signatures: (at) => {
      const offset = offsetIn(at);
      const help = offset === undefined ? undefined : all.service.getSignatureHelpItems(all.file, offset, {});
      return help ? signaturesOf(help) : null;
    },
    definitions: (at) => {
      const offset = offsetIn(at);
      const found = offset === undefined ? [] : (all.service.getDefinitionAtPosition(all.file, offset) ?? []);
      return found.flatMap(({ fileName, textSpan: { start, length } }): Definition[] => {
        if (fileName === all.file) {
          const range = rangeOf(start, length);
          return range ? [range] : [];
        }
        const source = all.service.getProgram()?.getSourceFile(fileName);
        if (!source || fileName.endsWith('.globals.d.ts')) return [];
        return [
          { file: fileName, start: placeOf(source.text, start), end: placeOf(source.text, start + length) },
        ];
      });
    },
    dispose: () => {
      all.service.dispose();
      single?.service.dispose();
    },
  };
}

function explanation({
  displayParts,
  documentation,
  tags,
}: {
  readonly displayParts?: readonly TS.SymbolDisplayPart[];
  readonly documentation?: readonly TS.SymbolDisplayPart[];
  readonly tags?: readonly TS.JSDocTagInfo[];
}): Explanation {
  const text = (parts: readonly TS.SymbolDisplayPart[] = []) => ts.displayPartsToString([...parts]);
  const tagTexts = (tags ?? []).map(({ name, text: parts }) =>
    name === 'example' ? `\`\`\`typescript\n${text(parts)}\n\`\`\`` : `*@${name}* ${text(parts)}`,
  );
  return {
    declaration: text(displayParts),
    documentation: [text(documentation), ...tagTexts].filter((part) => part !== '').join('\n\n'),
  };
}

function signaturesOf(help: TS.SignatureHelpItems): CellSignatures {
  const text = (parts: readonly TS.SymbolDisplayPart[]) => ts.displayPartsToString([...parts]);
  return {
    active: help.selectedItemIndex,
    activeParameter: help.argumentIndex,
    signatures: help.items.map((item) => ({
      label:
        text(item.prefixDisplayParts) +
        item.parameters.map(({ displayParts }) => text(displayParts)).join(text(item.separatorDisplayParts)) +
        text(item.suffixDisplayParts),
      documentation: text(item.documentation),
      parameters: item.parameters.map(({ displayParts, documentation }) => ({
        label: text(displayParts),
        documentation: text(documentation),
      })),
    })),
  };
}

function offsetOf(
  text: string,
  { line, column }: { readonly line: number; readonly column: number },
): number {
  let start = 0;
  for (let i = 0; i < line; i++) {
    const next = text.indexOf('\n', start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  return Math.min(start + column, text.length);
}

function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length - 1, column: offset - lineStart };
}
