// Feature network that the user supplies as an ONNX file, such as Inception-v3 for the Fréchet inception distance. The file is
// untrusted: its size is bounded, it may not name other files, and onnxruntime runs it on the CPU in a thread of its own, with
// its own operators only.

import { availableParallelism } from 'node:os';
import { asError, EngineError } from '../../protocol/errors.js';
import type { Raster } from '../../protocol/raster.js';
import { readFileBytes, type FileKind } from '../../files/fileBytes.js';
import { startLane } from './lane.js';
import type { LaneImage } from './laneMessages.js';

/** A protocol buffer cannot be larger. */
const MAXIMUM_BYTES = 2 ** 31 - 1;
/** Output values of an image, before the mean over places. */
const MOST_VALUES = 2 ** 24;

const ONNX_FILE: FileKind = { expected: 'an ONNX file', missing: 'model-not-found', broken: 'model-invalid' };

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
  const file = await readFileBytes(path, MAXIMUM_BYTES, ONNX_FILE);
  if (namesOtherFiles(file))
    throw new EngineError(
      'model-invalid',
      `${path}: keeps weights in other files, which are not read. Save the network as one file ` +
        '(onnx.save_model with save_as_external_data=False).',
    );
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const lane = startLane({ provider: 'cpu', threads: availableParallelism() });
  const refused = (what: string) => (thrown: unknown) => {
    throw new EngineError('model-invalid', `${path}: ${what}: ${asError(thrown).message}`, { cause: thrown });
  };
  try {
    // The buffer is given away, so it must be one of its own.
    const session = await lane
      .load(Uint8Array.from(file))
      .catch(refused('is no network that onnxruntime runs'));
    return {
      run: async (image) => {
        const { width, height } = image;
        const outputs = await lane
          .run(session, inputOf(image, options))
          .catch(refused(`cannot be run on an image of ${width} × ${height} px; see --size and --layout`));
        return new Map(
          Object.entries(outputs).map(([name, output]) => [name, vectorOf(output, options.layout, path)]),
        );
      },
      close: () => lane.close(),
    };
  } catch (error) {
    await lane.close();
    throw error;
  }
}

/** Key "location" of an entry of `TensorProto.external_data`, as bytes: field 1, eight letters, field 2. */
const LOCATION = Buffer.from('\x0a\x08location\x12', 'latin1');

function namesOtherFiles(file: Uint8Array): boolean {
  return Buffer.from(file.buffer, file.byteOffset, file.byteLength).includes(LOCATION);
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
