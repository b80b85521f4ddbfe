// Requests that the extension makes of the language service of notebook cells: one process for all open notebooks, which
// knows all cells of each. Lines and columns are from 0.

import type { CellLanguage } from './kernelRequests.js';

export interface CellLanguageRequests {
  /** Replaces what the service knows of a notebook; no cells: it was closed. */
  'notebook/set': [params: NotebookText, result: void];
  /** Errors in all cells. */
  'notebook/problems': [params: { readonly notebook: string }, result: readonly CellProblem[]];
  /** Names that can stand at a place; with `beside` those that a service for single cells offers are left out. */
  'cell/completions': [params: CellPosition & Beside, result: readonly CellCompletion[]];
  /** Type and explanation of a completion. */
  'cell/completion': [params: CellPosition & { readonly name: string }, result: Explanation | null];
  /** Type and explanation at a place; null if there are none, or with `beside` if a single cell has the same. */
  'cell/hover': [params: CellPosition & Beside, result: (Explanation & CellRange) | null];
  'cell/signatures': [params: CellPosition, result: CellSignatures | null];
  'cell/definitions': [params: CellPosition, result: readonly Definition[]];
}

/** VS Code's own service answers as well; it knows one cell at a time. */
export interface Beside {
  readonly beside: boolean;
}

export interface NotebookText {
  /** Name of the notebook in all requests. */
  readonly notebook: string;
  /** Folder from which its imports are meant; absolute. */
  readonly folder: string;
  /** Code cells in their order. */
  readonly cells: readonly CellText[];
}

export interface CellText {
  /** Name of the cell in all requests and answers. */
  readonly id: string;
  readonly code: string;
  readonly language: CellLanguage;
}

export interface CellPosition {
  readonly notebook: string;
  readonly cell: string;
  readonly line: number;
  readonly column: number;
}

export interface CellRange {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

export interface CellProblem extends CellRange {
  readonly cell: string;
  /** Number of TypeScript's message. */
  readonly code: number;
  readonly message: string;
  readonly isSyntax: boolean;
}

export interface CellCompletion {
  readonly name: string;
  /** TypeScript's word: "const", "method", "interface". */
  readonly kind: string;
  readonly sortText: string;
  readonly insertText?: string;
}

export interface Explanation {
  /** Declaration in TypeScript. */
  readonly declaration: string;
  /** Markdown. */
  readonly documentation: string;
}

export interface CellSignatures {
  readonly signatures: readonly {
    readonly label: string;
    readonly documentation: string;
    readonly parameters: readonly { readonly label: string; readonly documentation: string }[];
  }[];
  readonly active: number;
  readonly activeParameter: number;
}

/** Place in a cell, or in a file by its absolute path. */
export type Definition = CellRange & ({ readonly cell: string } | { readonly file: string });
