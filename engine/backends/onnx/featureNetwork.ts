// Feature network that the user supplies as an ONNX file, such as Inception-v3 for the Fréchet inception distance: a vector
// of each output for an image.

import { EngineError } from '../../protocol/errors.js';
import type { Raster } from '../../protocol/raster.js';
import { openForeignNetwork, readOnnxFile } from './foreignNetwork.js';
import type { LaneImage } from './laneMessages.js';

/** Output values of an image, before the mean over places. */
const MOST_VALUES = 2 ** 24;

export interface FeatureNetworkOptions {
  /** Order of the input: (1, 3, H, W) or (1, H, W, 3). */
  readonly layout: 'nchw' | 'nhwc';
  /** The network sees (v / 255 − mean) / deviation, for red, green and blue. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export interface FeatureNetwork {
  /** Outputs by name, each one vector; maps of features are averaged over their places. */
  run(image: Raster): Promise<ReadonlyMap<string, Float32Array>>;
  close(): Promise<void>;
}

/** @throws EngineError `model-not-found`, `model-invalid` */
export async function openFeatureNetwork(
  path: string,
  options: FeatureNetworkOptions,
): Promise<FeatureNetwork> {
  const network = await openForeignNetwork(path, await readOnnxFile(path));
  return {
    run: async (image) => {
      const outputs = await network.run(inputOf(image, options)).catch((thrown: unknown) => {
        if (!(thrown instanceof EngineError)) throw thrown;
        throw new EngineError(thrown.code, `${thrown.message}; see --size and --layout`, { cause: thrown });
      });
      return new Map(
        Object.entries(outputs).map(([name, output]) => [name, vectorOf(output, options.layout, path)]),
      );
    },
    close: () => network.close(),
  };
}

function inputOf(
  { width, height, data }: Raster,
  { layout, mean, deviation }: FeatureNetworkOptions,
): LaneImage {
  const planePx = width * height;
  const values = new Float32Array(3 * planePx);
  const isPlanar = layout === 'nchw';
  for (let i = 0; i < planePx; i++)
    for (let c = 0; c < 3; c++)
      values[isPlanar ? c * planePx + i : 3 * i + c] = (data[3 * i + c]! / 255 - mean[c]!) / deviation[c]!;
  return { dims: isPlanar ? [1, 3, height, width] : [1, height, width, 3], data: values };
}

/** One vector of an output (1, D), (1, C, H, W) or (1, H, W, C). */
function vectorOf({ dims, data }: LaneImage, layout: 'nchw' | 'nhwc', path: string): Float32Array {
  if (data.length > MOST_VALUES)
    throw new EngineError(
      'model-invalid',
      `${path}: has an output of ${data.length} values for an image; at most ${MOST_VALUES} are taken.`,
    );
  const values = Float32Array.from(data); // an output of another type than float32
  if (dims.length !== 4) return values;
  const channels = layout === 'nchw' ? dims[1]! : dims[3]!;
  const places = values.length / channels;
  return Float32Array.from({ length: channels }, (_, c) => {
    let sum = 0;
    for (let i = 0; i < places; i++) sum += values[layout === 'nchw' ? c * places + i : i * channels + c]!;
    return sum / places;
  });
}
