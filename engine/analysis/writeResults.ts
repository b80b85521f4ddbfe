// The files of a result folder that hold pixels and cells.

import { join } from 'node:path';
import { writePng } from '../images/encode.js';
import type { PixelSource } from '../images/pixelSource.js';
import { yieldToEventLoop } from '../control/cancel.js';
import { writeOverview } from '../pictures/overview.js';
import { pluginsInUse } from '../plugins/usedPlugins.js';
import type { PluginResults, PluginScore } from '../protocol/pluginResults.js';
import type { Control } from '../protocol/progress.js';
import type { ResultFile, ResultFileRole } from '../reading/resultRecord.js';
import type { ResultFolder } from '../records/resultFolder.js';
import type { CellsFile } from '../postprocessing/cellRecord.js';
import type { PluginColumn } from '../measurements/pluginColumns.js';
import { meansText } from '../measurements/storedMeans.js';
import { measureCells } from './measureCells.js';
import { measureWithPlugins, nameOf } from './pluginMeasurements.js';
import { scoreWithPlugins } from './pluginScores.js';
import type { ScoredSegmentation } from './scoreSegmentation.js';

/**
 * Writes `<name>.png`, and an overview of a large one. The source is closed, so that its scratch file is removed as
 * soon as its picture is written.
 */
export async function writeImage(
  folder: ResultFolder,
  name: string,
  role: ResultFileRole,
  source: PixelSource,
  control: Control,
): Promise<readonly ResultFile[]> {
  await yieldToEventLoop(control);
  control.report?.({ stage: `writing ${name}`, done: 0, total: 1 });
  await writePng(source, join(folder.workDir, `${name}.png`));
  const overview = await overviewOf(folder, name, source, control);
  await source.close();
  return [{ name, file: `${name}.png`, role }, ...overview];
}

/** The original stays where it is; of a large one the result keeps an overview. */
export function writeIhcOverview(
  folder: ResultFolder,
  ihc: PixelSource,
  control: Control,
): Promise<readonly ResultFile[]> {
  return overviewOf(folder, 'ihc', ihc, control);
}

async function overviewOf(
  folder: ResultFolder,
  name: string,
  source: PixelSource,
  control: Control,
): Promise<readonly ResultFile[]> {
  const file = await writeOverview(folder.workDir, name, source, control);
  return file === undefined ? [] : [{ name, file, role: 'overview' }];
}

/** Files of one map, and what plug-ins say of it. */
export interface WrittenScores {
  readonly files: readonly ResultFile[];
  readonly pluginScores: readonly PluginScore[];
  readonly pluginNotices: readonly string[];
}

/** Pictures in which cells are measured: "ihc", modalities and "segmentation", by name. */
export interface MeasuredPictures {
  readonly pictures: ReadonlyMap<string, PixelSource>;
  /** Micrometres per pixel, where known. */
  readonly mpp: number | undefined;
}

/**
 * Pictures, cells and means of one segmentation map: SegRefined.png, SegOverlaid.png, cells.json (cells-Seg1.json …),
 * measurements.json with the columns of plug-ins. `kept`: stored columns of plug-ins that are not in use.
 */
export async function writeScores(
  folder: ResultFolder,
  map: string,
  scored: ScoredSegmentation,
  { pictures, mpp }: MeasuredPictures,
  control: Control,
  kept: readonly PluginColumn[] = [],
): Promise<WrittenScores> {
  const suffix = map === 'Seg' ? '' : `-${map}`;
  const cellsFile = `cells${suffix}.json`;
  const written = [
    ...(await writeImage(folder, `${map}Refined`, 'refined', scored.refined, control)),
    ...(await writeImage(folder, `${map}Overlaid`, 'overlay', scored.overlaid, control)),
  ];
  await folder.writeText(cellsFile, cellsText(scored.cells));
  const { cells, widthPx: width, heightPx: height } = scored.cells;
  const means = await measureCells(cells, pictures, control);
  const measured = { map, cells, gate: scored.gate, means, width, height, mpp, pictures };
  const { columns: computed, notices } = await measureWithPlugins(measured, control);
  const columns = [...computed, ...kept];
  const contributed = await scoreWithPlugins(measured, scored.scoring, columns, control);
  const meansFile = `measurements${suffix}.json`;
  await folder.writeText(meansFile, meansText(means, cells.length, columns));
  return {
    files: [
      ...written,
      { name: `cells${suffix}`, file: cellsFile, role: 'cells' },
      { name: `measurements${suffix}`, file: meansFile, role: 'measurements' },
    ],
    pluginScores: contributed.scores,
    pluginNotices: [...notices, ...contributed.notices],
  };
}

/** JSON with one cell per line: small, and a person or `diff` can still read it. */
function cellsText({ cells, ...about }: CellsFile): string {
  const head = JSON.stringify(about).slice(0, -1);
  return `${head},"cells":[\n${cells.map((cell) => JSON.stringify(cell)).join(',\n')}\n]}\n`;
}

/** Part of result.json about plug-ins; empty if none had a measurement or a scorer, and none failed. */
export function pluginResults(maps: readonly WrittenScores[]): { readonly plugins?: PluginResults } {
  const inUse = pluginsInUse();
  const plugins = [...inUse.contributed('measurements'), ...inUse.contributed('scorers')].map(
    ({ plugin }) => plugin,
  );
  const used = [...new Map(plugins.map((plugin) => [plugin.id, nameOf(plugin)])).values()];
  if (used.length === 0) return {};
  return {
    plugins: {
      used,
      scores: maps.flatMap(({ pluginScores }) => pluginScores),
      notices: maps.flatMap(({ pluginNotices }) => pluginNotices),
    },
  };
}
