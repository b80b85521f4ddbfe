// What a panel of a plug-in, or another extension, gets of a record: its numbers as plain data, without pictures. Results
// come with every measurement of their cells, those of plug-ins too, as the export "Cells as CSV" has them.

import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { followSweep } from '../../engine/reading/followSweep.js';
import { readWholeRun } from '../../engine/reading/readRun.js';
import { readListed } from '../../engine/reading/listResults.js';
import { summaryOf } from '../../engine/reading/runSummary.js';
import { readShownStudy, sweepContent } from '../../engine/reading/sweepContent.js';
import type { RunTable } from '../../engine/runlog/runTable.js';
import type { CellTable, PanelData, RunCurves } from '../api/index.js';
import type { Engine } from '../engine/engine.js';
import { parsedCsv } from './parsedCsv.js';

/** Larger tables are analysed from an export, not in a page. */
const MOST_TABLE_BYTES = 256 * 2 ** 20;

export type RecordKind = PanelData['of'];

type Asking = Pick<Engine, 'request'>;

/** @throws EngineError `usage` for a folder that holds no such record */
export async function recordData(engine: Asking, kind: RecordKind, folder: string): Promise<PanelData> {
  const about = { folder, name: basename(folder) };
  switch (kind) {
    case 'result': {
      const result = await readListed(folder);
      if (!result?.record)
        throw new EngineError(
          'usage',
          result?.problem ?? vscode.l10n.t('This folder is not a result, or not any more: {0}.', folder),
        );
      const { record, scoring } = result;
      const cells = await measuredCells(engine, folder);
      return { ...about, of: 'result', record, scoring, cells };
    }
    case 'run': {
      const run = await readWholeRun(folder);
      const { steps, validations } = run.state;
      const summary = summaryOf(run);
      return { ...about, of: 'run', summary, steps: curvesOf(steps), validations: curvesOf(validations) };
    }
    case 'sweep': {
      const now = await readShownStudy(followSweep(folder));
      return { ...about, of: 'sweep', summary: sweepContent(now, folder, { path: folder }) };
    }
  }
}

/** Cells of a result with all measurements. @throws EngineError `usage` for a folder that is no result */
export async function measuredCells(
  engine: Asking,
  folder: string,
  signal?: AbortSignal,
): Promise<CellTable> {
  const scratch = await mkdtemp(join(tmpdir(), 'deepliif-cells-'));
  try {
    const file = join(scratch, 'cells.csv');
    await engine.request('result/export', { folder, format: 'csv', file }, signal ? { signal } : {});
    const { size } = await stat(file);
    if (size > MOST_TABLE_BYTES)
      throw new EngineError(
        'usage',
        vscode.l10n.t('{0} has too many cells for a table in memory. Export it as CSV.', basename(folder)),
      );
    const [columns = [], ...rows] = parsedCsv(await readFile(file, 'utf8'));
    return { columns, rows: rows.map((row) => row.map(valueOf)) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** A number if the field is one as JSON writes it; null if it is empty. */
function valueOf(field: string): string | number | null {
  if (field === '') return null;
  return /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(field) ? Number(field) : field;
}

function curvesOf({ count, step, columns }: RunTable): RunCurves {
  const values = (array: Float64Array) =>
    Array.from(array.subarray(0, count), (value) => (Number.isFinite(value) ? value : null));
  return {
    step: Array.from(step.subarray(0, count)),
    columns: Object.fromEntries([...columns].map(([name, array]) => [name, values(array)])),
  };
}
