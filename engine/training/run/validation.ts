// Validation on fixed tiles between epochs: the model's pictures of them, their agreement with the truth, and its losses.
// It draws nothing from the run's random generator and changes no network, so a run with it is the run without it.

import type { Tensor4D } from '@tensorflow/tfjs-core';
import { panelsOfModel } from '../../dataset/panels.js';
import type { Row } from '../../dataset/trainingRow.js';
import { planesToRaster } from '../../inference/normalise.js';
import type { ForwardMode } from '../../networks/forward.js';
import type { Raster } from '../../protocol/raster.js';
import { batchOf } from '../model/batch.js';
import { disposeImages, makeImages } from '../model/images.js';
import type { Losses } from '../objective/lossTerms.js';
import { makingsOf, outputsOf } from '../plan/modelPlan.js';
import type { Objective } from '../plan/objective.js';
import { observedLosses, type Observed } from '../objective/observedLosses.js';
import type { AuxiliaryNetworks } from '../step/trainingStep.js';
import type { TrainedModel } from '../model/trainedModel.js';
import { scoreTile, summary, type Metrics, type TilePictures, type TileScores } from './validationScores.js';

/** Mode of inference: batch norm takes each image's own statistics, dropout is off, and nothing moves. */
const MODE: ForwardMode = 'tile';

export interface ValidationTile {
  /** Fit for a part of a file's name, and no other tile's. */
  readonly name: string;
  readonly read: () => Promise<Row>;
}

/** Pictures of one tile. */
export interface ValidatedTile extends TilePictures {
  readonly name: string;
  /** Images without a truth of their own, such as the map of one segmentation generator, "segmentation-dapi". */
  readonly others: ReadonlyMap<string, Raster>;
}

/**
 * Validates one tile after the other, on the current backend.
 * @param auxiliaryNetworks for the terms that need VGG19 or a teacher
 * @param onTile is lent each tile's pictures
 * @throws errors of reading tiles
 */
export async function validate(
  model: TrainedModel,
  objective: Objective,
  tiles: readonly ValidationTile[],
  auxiliaryNetworks: AuxiliaryNetworks,
  onTile: (tile: ValidatedTile, index: number) => Promise<void>,
): Promise<Metrics> {
  const scores: TileScores[] = [];
  for (const [index, { name, read }] of tiles.entries()) {
    const row = await read();
    const { losses, pictures } = await lookAt(model, objective, row, name, auxiliaryNetworks);
    const scored = scoreTile(pictures, outputsOf(model.plan));
    const ofLosses = Object.entries(losses).map(([loss, value]) => [
      `val/${loss}`,
      Number.isFinite(value) ? value : null,
    ]);
    scores.push({ ...scored, metrics: { ...scored.metrics, ...Object.fromEntries(ofLosses) } as Metrics });
    await onTile(pictures, index);
  }
  return summary(scores);
}

async function lookAt(
  model: TrainedModel,
  objective: Objective,
  row: Row,
  name: string,
  { vgg, teacher }: AuxiliaryNetworks,
): Promise<{ readonly losses: Losses; readonly pictures: ValidatedTile }> {
  const panels = panelsOfModel(model.plan);
  const given = batchOf([row], panels);
  const lossesOf = async (observed: Observed) => {
    const taught = teacher?.images(given) ?? new Map<string, Tensor4D>();
    try {
      return await observedLosses(model, objective, { ...observed, taught }, MODE);
    } finally {
      disposeImages(taught);
    }
  };
  try {
    const made = makeImages(model, makingsOf(model.plan), given, () => MODE);
    try {
      const losses = await lossesOf({ given, made, ...(vgg ? { vgg } : {}) });
      const truth = new Map<string, Raster>();
      panels.forEach((panel, tile) => {
        if (panel.role === 'target') truth.set(panel.name, rasterOfPlanes(row, row.tiles[tile]!));
      });
      const [generated, others] = [new Map<string, Raster>(), new Map<string, Raster>()];
      for (const [image, tensor] of made)
        if (tensor.shape[3] === 3) (truth.has(image) ? generated : others).set(image, await rasterOf(tensor));
      const input = rasterOfPlanes(row, row.tiles[0]!);
      return { losses, pictures: { name, input, generated, truth, others } };
    } finally {
      disposeImages(made);
    }
  } finally {
    disposeImages(given);
  }
}

/** Pixels of an image (1, H, W, 3), as inference writes them. */
async function rasterOf(image: Tensor4D): Promise<Raster> {
  const [, height, width, channels] = image.shape;
  const values = await image.data();
  const data = new Float32Array(values.length);
  for (let i = 0; i < height * width; i++)
    for (let c = 0; c < channels; c++) data[c * height * width + i] = values[i * channels + c]!;
  return planesToRaster({ channels, height, width, data });
}

/** The very pixels that were read: rounded, while a network's image is cut off. */
function rasterOfPlanes({ width, height }: Row, planes: Float32Array): Raster {
  const pixels = width * height;
  const data = new Uint8Array(3 * pixels);
  for (let i = 0; i < pixels; i++)
    for (let c = 0; c < 3; c++) data[3 * i + c] = Math.round(((planes[c * pixels + i]! + 1) / 2) * 255);
  return { width, height, channels: 3, data };
}
