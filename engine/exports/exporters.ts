// The table of exporters: what a result can become for other programs and for people. A new form is one row: a file
// with an Exporter, and its line in builtInExporters.ts.

import type { Control } from '../protocol/progress.js';
import type { ExportedResult } from '../protocol/requests.js';
import { openTable, type Row } from '../tables/openTable.js';
import type { ScoredResult } from './scoredResult.js';

export interface WritingOptions {
  /** True: tables begin with a byte order mark; other forms ignore it. */
  readonly bom?: boolean;
}

export interface Exporter extends Row {
  /** One sentence for lists: what is in the file. */
  readonly detail: string;
  /** End of the file's default name, with which an export of scores cannot be taken for the result's own file. */
  readonly ending: string;
  /** Parts that a result must have; one without them is refused. `cells`: cells of a segmentation map. */
  readonly needs: readonly 'cells'[];
  /** All files that one export writes, `file` first. Default: `file` alone. */
  files?(file: string): readonly string[];
  /**
   * Writes the files, each whole or not at all. Returns how many cells are in them, with the files if only writing shows which
   * there are; such a row asks `refuseOwnFile` before it writes. Throws `output-unwritable`, `cancelled`, `plugin-failed`.
   */
  write(
    result: ScoredResult,
    files: readonly string[],
    control: Control,
    options?: WritingOptions,
  ): Promise<number | ExportedResult>;
}

export const exporters = openTable<Exporter>('export format');
