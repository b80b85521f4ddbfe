// Scores with the classes that people have set by hand. They are stored beside the corrections, so that a list of results
// shows the same numbers as a panel without reading cells.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { thresholdsUsed } from '../exports/scoredResult.js';
import { applyCorrections } from '../postprocessing/corrections.js';
import type { CellList } from '../postprocessing/cellColumns.js';
import { cellListOf } from '../postprocessing/cellRecord.js';
import { gateCells } from '../postprocessing/gate.js';
import { scoring } from '../postprocessing/scoring.js';
import type { Control } from '../protocol/progress.js';
import type { CorrectParams } from '../protocol/requests.js';
import type { Scoring } from '../protocol/scoring.js';
import { readCells } from '../reading/cells.js';
import { mapsWithCells } from '../reading/resultRecord.js';
import { readScoring } from '../reading/scoring.js';
import { updateCorrectedScores, writeCorrections, type ScoreCorrections } from '../records/corrections.js';

/** Replaces the corrections of one map and stores the scores with them. Throws as `writeCorrections` does. */
export function correctResult(
  { folder, map, corrections }: CorrectParams,
  control: Control = {},
): Promise<void> {
  return writeCorrections(folder, map, corrections, scorer(control));
}

/** Scores the corrections of a result again, after its cells or thresholds have changed. The caller holds its lock. */
export function rescoreCorrections(
  folder: string,
  control: Control = {},
): Promise<Readonly<Record<string, Scoring>>> {
  return updateCorrectedScores(folder, scorer(control));
}

function scorer(control: Control): ScoreCorrections {
  return async (folder, record, corrections) => {
    const scores: Record<string, Scoring> = {};
    const corrected = mapsWithCells(record).filter(({ map }) => corrections.some((one) => one.map === map));
    if (corrected.length === 0) return scores;
    const stored = await readScoring(
      folder,
      record,
      corrected.map(({ map }) => map),
    );
    for (const { map, file } of corrected) {
      const cells = await cellList(folder, file, control);
      const thresholds = thresholdsUsed(stored[map]!, record.thresholds);
      const gate = gateCells(cells, thresholds);
      applyCorrections(gate, cells, corrections, map);
      scores[map] = scoring(gate, thresholds);
    }
    return scores;
  };
}

/** Cells that were read last: a person corrects one cell of a map after the other. */
let last: { readonly version: string; readonly cells: CellList } | undefined;

async function cellList(folder: string, file: string, control: Control): Promise<CellList> {
  const path = join(folder, file);
  const { mtimeMs, size, ino } = await stat(path);
  const version = JSON.stringify([path, mtimeMs, size, ino]);
  if (last?.version === version) return last.cells;
  const cells = cellListOf((await readCells(folder, file, control)).cells);
  last = { version, cells };
  return cells;
}
