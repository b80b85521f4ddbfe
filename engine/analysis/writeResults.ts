// The files of a result folder that hold pixels and cells.

import { join } from 'node:path';
import { writePng } from '../images/encode.js';
import type { PixelSource } from '../images/pixelSource.js';
import { breathe } from '../inference/cancel.js';
import type { Control } from '../protocol/progress.js';
import type { ResultFile } from '../protocol/result.js';
import type { ResultFolder } from '../records/resultFolder.js';
import type { CellsFile, ScoredSegmentation } from './scoreSegmentation.js';

/** `<name>.png`; the source is closed, so that its scratch file goes as soon as its picture is written. */
export async function writeImage(
  folder: ResultFolder,
  name: string,
  source: PixelSource,
  control: Control,
): Promise<void> {
  await breathe(control);
  control.report?.({ stage: `writing ${name}`, done: 0, total: 1 });
  await writePng(source, join(folder.workDir, `${name}.png`));
  await source.close();
}

/** Pictures and cells of one segmentation map: SegRefined.png, SegOverlaid.png, cells.json (cells-Seg1.json …). */
export async function writeScores(
  folder: ResultFolder,
  map: string,
  scored: ScoredSegmentation,
  control: Control,
): Promise<readonly ResultFile[]> {
  await writeImage(folder, `${map}Refined`, scored.refined, control);
  await writeImage(folder, `${map}Overlaid`, scored.overlaid, control);
  const cellsFile = map === 'Seg' ? 'cells.json' : `cells-${map}.json`;
  await folder.writeText(cellsFile, cellsText(scored.cells));
  return [
    { name: `${map}Refined`, file: `${map}Refined.png`, role: 'refined' },
    { name: `${map}Overlaid`, file: `${map}Overlaid.png`, role: 'overlay' },
    { name: map === 'Seg' ? 'cells' : `cells-${map}`, file: cellsFile, role: 'cells' },
  ];
}

/** JSON with one cell per line: small, and a person or `diff` can still read it. */
function cellsText({ cells, ...about }: CellsFile): string {
  const head = JSON.stringify(about).slice(0, -1);
  return `${head},"cells":[\n${cells.map((cell) => JSON.stringify(cell)).join(',\n')}\n]}\n`;
}
