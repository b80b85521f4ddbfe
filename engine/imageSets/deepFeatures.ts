// Deep features of images: means, over all places, of a layer in the middle of a model's first network.

import { chooseBackend } from '../backends/chooseBackend.js';
import { readNetworkWeights } from '../checkpoints/modelFolder.js';
import { openModelFolder } from '../analysis/openAnalyser.js';
import { resizeBicubic } from '../images/resize.js';
import { rasterToPlanes } from '../inference/normalise.js';
import { buildNetwork } from '../networks/build.js';
import { encoderOf } from '../networks/encoder.js';
import { checkWeights, parametersOf } from '../networks/parameters.js';
import { EngineError } from '../protocol/errors.js';
import type { Raster } from '../protocol/raster.js';

export interface DeepFeatures {
  /** Title of the model. */
  readonly title: string;
  readonly size: number;
  of(image: Raster): Promise<Float64Array>;
  dispose(): Promise<void>;
}

/**
 * Opens the first part of a model's first network that sees a colour image alone. Batch norms use the statistics of
 * training if the model has them: with the image's own, every mean is that of training.
 * @throws EngineError `model-not-found`, `model-invalid`, `usage`, `backend-unavailable`
 */
export async function openDeepFeatures(model: string): Promise<DeepFeatures> {
  const { dir, manifest } = await openModelFolder(model);
  const entry = [...manifest.translations, ...manifest.segmentations].find(
    ({ architecture }) => architecture.inChannels === 3,
  );
  if (!entry)
    throw new EngineError(
      'usage',
      `${manifest.title} has no network that takes one colour image. Choose another model for deep features.`,
    );
  const network = encoderOf(buildNetwork(entry.architecture));
  const parameters = parametersOf(network);
  const names = new Set(parameters.map(({ name }) => name));
  const all = await readNetworkWeights(dir, entry);
  const weights = new Map([...all].filter(([name]) => names.has(name)));
  const hasStatistics = parameters.every(({ name, role }) => role === 'batchCount' || weights.has(name));
  const normalisation = hasStatistics ? 'running' : 'tile';
  checkWeights(network, weights, { normalisation });
  const { tilePx } = manifest;
  const { backend } = await chooseBackend(undefined, 'float32');
  try {
    const loaded = await backend.load(network, weights, { normalisation, precision: 'float32', tilePx });
    return {
      title: manifest.title,
      size: network.outChannels,
      of: async (image) => {
        const tiles = tilesOf(image, tilePx);
        const sums = new Float64Array(network.outChannels);
        for (const tile of tiles) {
          const { data, width, height } = await loaded.run(rasterToPlanes(tile));
          const places = width * height;
          for (let c = 0; c < sums.length; c++)
            for (let at = c * places; at < (c + 1) * places; at++)
              sums[c] = sums[c]! + data[at]! / (places * tiles.length);
        }
        return sums;
      },
      dispose: async () => {
        await loaded.dispose();
        await backend.dispose();
      },
    };
  } catch (error) {
    await backend.dispose();
    throw error;
  }
}

/** The corners of the image as tiles: one to four. An image smaller than a tile is enlarged to one. */
function tilesOf(image: Raster, tilePx: number): readonly Raster[] {
  const { width, height } = image;
  if (Math.min(width, height) < tilePx) return [resizeBicubic(image, tilePx, tilePx)];
  const starts = (length: number) => [...new Set([0, length - tilePx])];
  return starts(height).flatMap((y) => starts(width).map((x) => cut(image, x, y, tilePx)));
}

function cut({ width, channels, data }: Raster, x: number, y: number, sidePx: number): Raster {
  const tile = new Uint8Array(sidePx * sidePx * channels);
  for (let row = 0; row < sidePx; row++) {
    const from = ((y + row) * width + x) * channels;
    tile.set(data.subarray(from, from + sidePx * channels), row * sidePx * channels);
  }
  return { width: sidePx, height: sidePx, channels, data: tile };
}
