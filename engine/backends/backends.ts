// The table of backends: everything that can compute networks. A row names a backend and opens it; its packages are
// loaded by `open`, since some take seconds, and a package that is missing or broken must not disturb the others.

import { openTable, type Row } from '../tables/openTable.js';
import type { Backend } from './backend.js';

export interface OpenOptions {
  /** Threads of `wasm`. Default: the cores of this machine, 8 at most. */
  readonly threads?: number;
  /** Called with a notice if a backend works, but not as well as it should ("WASM runs on one thread; …"). */
  readonly notice?: (message: string) => void;
}

/** A backend on a device: a candidate of the automatic choice. */
export interface Candidate {
  /** "onnxruntime on the CPU". */
  readonly name: string;
  /** Relative to plain JavaScript, which has 1; the choice goes from the largest to the smallest. */
  readonly expectedSpeed: number;
  /** Why it is not worth opening, in words; undefined when it is. */
  readonly objection: () => Promise<string | undefined>;
}

/** `title` is for people: "onnxruntime on the CPU". */
export interface BackendRow extends Row {
  /** One for each device that it may compute on. */
  readonly candidates: readonly Candidate[];
  /** The first run takes longer than those after it, and must not be timed. */
  readonly warmsUp: boolean;
  /** Its test takes minutes, so it is tested only when somebody asks for that backend alone. */
  readonly testsOnRequest?: true;
  /** Opens the backend; the caller disposes of it. Throws whatever keeps it from running here. */
  open(options: OpenOptions): Promise<Backend>;
}

export const backends = openTable<BackendRow>('backend');
