// Prediction of one image: a result folder of ours, with the cells that its thresholds count (corrections by hand are left out: the
// model is judged), or a drawn picture of the original (SegRefined.png).

import { filledCells } from '../evaluation/filledCells.js';
import type { Components } from '../evaluation/components.js';
import type { CellClass, Cells } from '../evaluation/scoreImage.js';
import { scoredMap, readScoredResult, type ScoredMap } from '../exports/scoredResult.js';
import { COUNTED_POSITIVE, NOT_COUNTED } from '../postprocessing/gate.js';
import type { Control } from '../protocol/progress.js';
import { EngineError } from '../protocol/errors.js';
import { fileOf, type ResultRecord } from '../reading/resultRecord.js';
import { cellsOfPoints, type Outline } from './outlined.js';
import type { LabelledPoint } from './pointsFile.js';
import { cellsOfDrawing, readPicture } from './truth.js';

export interface Prediction {
  readonly cells: Cells;
  /** Nuclei with their borders, as cells.json has them; a drawn picture has none. */
  readonly outlined?: Readonly<Record<CellClass, Components>>;
  readonly size: { readonly width: number; readonly height: number };
  /** Title of its model, if the result says it. */
  readonly model?: string;
  /** Image that was analysed, with the folder of its result; a drawn picture does not name it. */
  readonly image?: { readonly folder: string; readonly record: ResultRecord['image'] };
}

/** @throws EngineError `usage` for a result without cells */
export async function readResultPrediction(
  folder: string,
  outline: Outline | undefined,
  control: Control,
): Promise<Prediction> {
  const result = await readScoredResult(folder, undefined, control);
  const [first] = result.maps;
  if (!first)
    throw new EngineError('usage', `${folder}: has no cells. Analyse the image with its segmentation.`);
  const map = scoredMap(first.name, first.records, first.thresholds, []);
  const { widthPx: width, heightPx: height } = result.record.image;
  const refined = fileOf(folder, result.record, 'refined');
  const drawn = refined === undefined ? {} : cellsOfDrawing(await readPicture(refined));
  return {
    cells: { ...drawn, ...cellsOfPoints(centresOf(map), outline) },
    outlined: nucleiOf(map, width, height),
    size: { width, height },
    ...(result.record.model ? { model: result.record.model.title } : {}),
    image: { folder, record: result.record.image },
  };
}

/** A picture as the original writes it. Its pieces are its cells, and their centres of mass their places. */
export async function readDrawnPrediction(file: string, outline: Outline | undefined): Promise<Prediction> {
  const picture = await readPicture(file);
  const drawn = cellsOfDrawing(picture);
  const { positive, negative } = drawn.nuclei!;
  const centres = [
    ...centresOfPieces(positive!, picture.width, true),
    ...centresOfPieces(negative!, picture.width, false),
  ];
  return { cells: { ...drawn, ...cellsOfPoints(centres, outline) }, size: picture };
}

function nucleiOf(
  { records, gate }: ScoredMap,
  width: number,
  height: number,
): Readonly<Record<CellClass, Components>> {
  const of = (counts: (entry: number) => boolean) =>
    filledCells(
      records.filter((_, i) => counts(gate[i]!)).map(({ boundary }) => boundary),
      width,
      height,
    );
  return {
    positive: of((entry) => entry === COUNTED_POSITIVE),
    negative: of((entry) => entry !== COUNTED_POSITIVE && entry !== NOT_COUNTED),
    any: of((entry) => entry !== NOT_COUNTED),
  };
}

function centresOf({ records, gate }: ScoredMap): LabelledPoint[] {
  return records.flatMap(({ centroid: [x, y] }, i) =>
    gate[i] === NOT_COUNTED ? [] : [{ x, y, positive: gate[i] === COUNTED_POSITIVE }],
  );
}

function centresOfPieces({ labels, count, areas }: Components, width: number, positive: boolean) {
  const sums = new Float64Array(2 * (count + 1));
  labels.forEach((label, i) => {
    sums[2 * label]! += i % width;
    sums[2 * label + 1]! += Math.floor(i / width);
  });
  return Array.from({ length: count }, (_, k): LabelledPoint => {
    const area = areas[k + 1]!;
    return { x: sums[2 * k + 2]! / area, y: sums[2 * k + 3]! / area, positive };
  });
}
