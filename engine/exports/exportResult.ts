// A result folder in a form for others: tables, GeoJSON, scores, a report. The command line and the request
// result/export both call this.

import { basename, dirname, extname, join, resolve } from 'node:path';
import { requireAscending } from '../measurements/hScore.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { ExportedResult, ExportFormat, ExportParams } from '../protocol/requests.js';
import { CORRECTIONS_FILE } from '../reading/corrections.js';
import { RESULT_FILE } from '../reading/resultRecord.js';
import { countedCells, dictionaryLines, tableLines, type TableFormat } from './cellTable.js';
import { geoJsonParts } from './geoJson.js';
import { readScoredResult, type ScoredResult } from './scoredResult.js';
import { scoresFile } from './scores.js';
import { writeText } from './writeText.js';

/** All formats, in the order in which listings show them. */
export const EXPORT_FORMATS: readonly ExportFormat[] = ['csv', 'tsv', 'geojson', 'json', 'html'];

/** How the name of a file ends when nobody names it: scores are not to be taken for the result's own files. */
export const EXPORT_ENDINGS: Readonly<Record<ExportFormat, string>> = {
  csv: '.cells.csv',
  tsv: '.cells.tsv',
  geojson: '.cells.geojson',
  json: '.scores.json',
  html: '.report.html',
};

/**
 * Writes `file`; tables get a data dictionary beside them, `<name>.columns.csv`. Corrections are applied. `cells` of the
 * answer is the number written: every cell in tables, counted cells elsewhere.
 *
 * Throws `usage` for a folder that is no result or is damaged, and for cut-offs that do not ascend, `output-unwritable`, `cancelled`; an older file stands
 * then as it was.
 */
export async function exportResult(params: ExportParams, control: Control = {}): Promise<ExportedResult> {
  const { folder, format, file, mpp, cutoffs = {} } = params;
  refuseCutoffs(cutoffs);
  const result = withCutoffs(await readScoredResult(folder, mpp, control), cutoffs);
  refuseOwnFiles(result, file);
  control.report?.({ stage: 'exporting', done: 0, total: 1 });
  switch (format) {
    case 'csv':
    case 'tsv':
      return exportTable(result, format, file, control);
    case 'geojson':
      await writeText(file, geoJsonParts(result), control);
      break;
    case 'json':
      await writeText(file, [`${JSON.stringify(scoresFile(result), null, 1)}\n`], control);
      break;
    case 'html': {
      const { reportHtml } = await import('./report.js');
      await writeText(file, [await reportHtml(result, control)], control);
      break;
    }
  }
  return { files: [file], cells: countedCells(result.maps) };
}

async function exportTable(
  result: ScoredResult,
  format: TableFormat,
  file: string,
  control: Control,
): Promise<ExportedResult> {
  const stem = basename(file, extname(file));
  const dictionary = join(dirname(file), `${stem}.columns.${format}`);
  refuseOwnFiles(result, dictionary);
  await writeText(file, tableLines(result, format), control);
  await writeText(dictionary, dictionaryLines(result, format), control);
  const cells = result.maps.reduce((sum, { records }) => sum + records.length, 0);
  return { files: [file, dictionary], cells };
}

function refuseCutoffs(cutoffs: Required<ExportParams>['cutoffs']): void {
  for (const [map, { od, marker }] of Object.entries(cutoffs)) {
    if (od) requireAscending(od, `${map}, optical density`);
    if (marker) requireAscending(marker, `${map}, marker`);
  }
}

function withCutoffs(result: ScoredResult, cutoffs: Required<ExportParams>['cutoffs']): ScoredResult {
  const maps = result.maps.map((map) =>
    Object.hasOwn(cutoffs, map.name) ? { ...map, cutoffs: cutoffs[map.name]! } : map,
  );
  return { ...result, maps };
}

/** An export into the result folder is fine, over one of its files it is not. */
function refuseOwnFiles({ folder, record }: ScoredResult, file: string): void {
  const own = [RESULT_FILE, CORRECTIONS_FILE, ...record.files.map(({ file: name }) => name)];
  const names = own.map((name) => resolve(folder, name).toLowerCase());
  if (names.includes(resolve(file).toLowerCase()))
    throw new EngineError('usage', `${file} is a file of the result itself. Choose another name.`);
}
