// The files of a result folder that hold pixels and cells.

import { join } from 'node:path';
import { writePng } from '../images/encode.js';
import type { PixelSource } from '../images/pixelSource.js';
import { yieldToEventLoop } from '../control/cancel.js';
import { writeOverview } from '../pictures/overview.js';
import type { Control } from '../protocol/progress.js';
import type { ResultFile, ResultFileRole } from '../reading/resultRecord.js';
import type { ResultFolder } from '../records/resultFolder.js';
import type { CellsFile } from '../postprocessing/cellRecord.js';
import { meansText } from '../measurements/storedMeans.js';
import { measureCells } from './measureCells.js';
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

/**
 * Pictures, cells and means of one segmentation map: SegRefined.png, SegOverlaid.png, cells.json (cells-Seg1.json …),
 * measurements.json. `pictures`: those in which the means are measured, by name.
 */
export async function writeScores(
  folder: ResultFolder,
  map: string,
  scored: ScoredSegmentation,
  pictures: ReadonlyMap<string, PixelSource>,
  control: Control,
): Promise<readonly ResultFile[]> {
  const suffix = map === 'Seg' ? '' : `-${map}`;
  const cellsFile = `cells${suffix}.json`;
  const written = [
    ...(await writeImage(folder, `${map}Refined`, 'refined', scored.refined, control)),
    ...(await writeImage(folder, `${map}Overlaid`, 'overlay', scored.overlaid, control)),
  ];
  await folder.writeText(cellsFile, cellsText(scored.cells));
  const { cells } = scored.cells;
  const meansFile = `measurements${suffix}.json`;
  await folder.writeText(meansFile, meansText(await measureCells(cells, pictures, control), cells.length));
  return [
    ...written,
    { name: `cells${suffix}`, file: cellsFile, role: 'cells' },
    { name: `measurements${suffix}`, file: meansFile, role: 'measurements' },
  ];
}

/** JSON with one cell per line: small, and a person or `diff` can still read it. */
function cellsText({ cells, ...about }: CellsFile): string {
  const head = JSON.stringify(about).slice(0, -1);
  return `${head},"cells":[\n${cells.map((cell) => JSON.stringify(cell)).join(',\n')}\n]}\n`;
}
