// A result folder in a form for others: tables, GeoJSON, scores, a report. The command line and the request
// result/export both call this.

import { requireAscending } from '../measurements/hScore.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { ExportedResult, ExportParams, ListedExporter } from '../protocol/requests.js';
import './builtInExporters.js';
import { exporters, type Exporter } from './exporters.js';
import { refuseOwnFile } from './ownFile.js';
import { readScoredResult, type ScoredResult } from './scoredResult.js';

/** Forms in which results can be exported, in the order in which listings show them. */
export function listExporters(): readonly ListedExporter[] {
  return exporters.rows().map(({ id, title, detail, ending, plugin }) => ({
    ...{ id, title, ending },
    detail: plugin ? `${detail} From the plug-in ${plugin.title}.` : detail,
  }));
}

/** Throws `usage` with the formats that there are. */
export function exporterNamed(id: string): Exporter {
  return exporters.named(id);
}

/**
 * Writes `file` and what its exporter puts beside it. Corrections are applied. `cells` of the answer is the number
 * written: every cell in tables, counted cells elsewhere.
 *
 * Throws `usage` for a format that there is not, for a folder that is no result or is damaged, and for cut-offs that do
 * not ascend; `output-unwritable`; `cancelled`. An older file then stays unchanged.
 */
export async function exportResult(params: ExportParams, control: Control = {}): Promise<ExportedResult> {
  const { folder, format, file, mpp, cutoffs = {}, bom = false } = params;
  const exporter = exporterNamed(format);
  refuseCutoffs(cutoffs);
  const result = withCutoffs(await readScoredResult(folder, mpp, control), cutoffs);
  requireParts(result, exporter);
  const files = exporter.files?.(file) ?? [file];
  for (const each of files) refuseOwnFile(result, each);
  control.report?.({ stage: 'exporting', done: 0, total: 1 });
  const written = await exporter.write(result, files, control, { bom });
  return typeof written === 'number' ? { files, cells: written } : written;
}

function requireParts({ folder, maps }: ScoredResult, { needs }: Exporter): void {
  if (maps.length > 0 || !needs.includes('cells')) return;
  throw new EngineError(
    'usage',
    `${folder} has no cells to export: only modalities were inferred. Analyse the image again, with segmentation.`,
  );
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
