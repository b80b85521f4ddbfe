// Requests that the extension makes of the kernel of a notebook: a process of its own for each open notebook. An
// interrupt is no request, because a busy cell hears none: it is a byte on the pipe INTERRUPT_PIPE.

import type { OutputBundle } from './outputs.js';
import type { AnalysisOptions } from './requests.js';

export interface KernelRequests {
  /** The first request on every channel. */
  'kernel/start': [params: KernelSetting, result: StartedKernel];
  /** Runs a cell after those that were sent before it; its outputs come as progress. */
  'cell/run': [params: CellToRun, result: CellEnd];
}

/** Number of the pipe, among the files of the kernel's process, that carries interrupts. */
export const INTERRUPT_PIPE = 4;

/** Node's options without which an interrupted callback would end the process. */
export const KERNEL_NODE_OPTIONS: readonly string[] = ['--no-force-async-hooks-checks'];

/** Surroundings of a notebook, as the extension's settings name them; all paths are absolute. */
export interface KernelSetting {
  /** Folder of the notebook, from which its relative paths are meant. */
  readonly folder: string;
  /** Model, backend, tiles and thresholds of an analysis that names none. */
  readonly analysis: AnalysisOptions;
  /** Folders that get and list results, runs and sweeps when a cell names none. */
  readonly results: string;
  readonly runs: string;
  readonly sweeps: string;
  /** Folders of models beside the bundled ones. */
  readonly models: readonly string[];
  /** Plug-ins, as the request plugin/use takes them. Default: none. */
  readonly plugins?: { readonly folders: readonly string[]; readonly off: readonly string[] };
}

export interface StartedKernel {
  readonly engineVersion: string;
  readonly nodeVersion: string;
}

export type CellLanguage = 'typescript' | 'javascript';

export interface CellToRun {
  readonly code: string;
  readonly language: CellLanguage;
  /** Number that errors name: "Cell [3]". */
  readonly order: number;
}

export type CellEnd =
  { readonly status: 'done' | 'interrupted' } | { readonly status: 'failed'; readonly error: CellError };

export interface CellError {
  readonly name: string;
  readonly message: string;
  /** Lines of text: the error, then the places in cells and in the user's files. */
  readonly stack: string;
  /** Line and column in the failing cell, from 0; absent if the error has no place in it. */
  readonly place?: { readonly line: number; readonly column: number };
}

/** Output of a cell. */
export type CellOutput =
  | { readonly type: 'stdout' | 'stderr'; readonly text: string }
  /** A display of the same number replaces the earlier one. */
  | { readonly type: 'display'; readonly display: number; readonly bundle: OutputBundle };
