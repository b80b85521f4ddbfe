// Model folder with one ONNX file from elsewhere: its manifest says what goes in and what the outputs mean. Everything that
// the file declares is compared with the manifest before the first tile; every output is checked on each.

import { join } from 'node:path';
import {
  openForeignNetwork,
  readOnnxFile,
  type ForeignLimits,
  type ForeignNetwork,
} from '../backends/onnx/foreignNetwork.js';
import type { DeclaredValue, LaneImage } from '../backends/onnx/laneMessages.js';
import { MANIFEST_FILE, sha256Of, type ModelFolder } from '../checkpoints/modelFolder.js';
import type { ModelManifest, OnnxInput, OnnxNetwork } from '../deepliif/manifest.js';
import { imagesOfOnnx, planOfProvided, PROVIDED_MAP } from '../deepliif/providedPlan.js';
import type { Wanted } from '../deepliif/plan.js';
import type { ProvidedModel } from '../inference/loadedModel.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';
import { invalidModel } from '../tensors/invalidModel.js';
import { channelValues, mapOfClasses, mapOfLabels, pictureOf, type ChannelValues } from './classMap.js';

/**
 * Loads the file. The caller disposes of the model.
 * @throws EngineError `model-not-found`, `model-invalid` if file and manifest do not fit, `usage`, `cancelled`
 */
export async function openOnnxModel(
  folder: ModelFolder,
  wanted: Wanted,
  limits: ForeignLimits = {},
  control: Control = {},
): Promise<ProvidedModel> {
  const { dir, manifest } = folder;
  const onnx = manifest.onnx!; // the caller has looked
  const plan = planOfProvided(manifest.title, imagesOfOnnx(onnx), wanted);
  const path = join(dir, onnx.file);
  const file = await readOnnxFile(path);
  const sha256 = sha256Of([file]);
  if (sha256 !== onnx.sha256)
    throw invalidModel(
      path,
      `does not match ${MANIFEST_FILE} (SHA-256 ${sha256} instead of ${onnx.sha256}); copy the model folder again, or ` +
        'correct the checksum if you changed the file',
    );
  const network = await openForeignNetwork(path, file, limits, control);
  try {
    checkValues(network, manifest, onnx, path);
  } catch (error) {
    await network.close();
    throw error;
  }
  const names = plan.kept.map(({ name }) => name);
  return {
    manifest,
    plan,
    infer: async (tile, asked) => {
      const outputs = await network.run(inputOf(tile.get(manifest.inputs[0]!)!, onnx.input), asked);
      return new Map(names.map((name) => [name, imageOf(name, outputs, manifest, path)]));
    },
    dispose: () => network.close(),
  };
}

function checkValues(
  { inputs, outputs }: ForeignNetwork,
  { tilePx }: ModelManifest,
  onnx: OnnxNetwork,
  path: string,
): void {
  const [input] = inputs;
  if (inputs.length !== 1 || !input)
    throw invalidModel(path, `has ${inputs.length} inputs (${namesOf(inputs)}); expected one, the tile`);
  const { name, layout } = onnx.input;
  if (name !== undefined && name !== input.name)
    throw invalidModel(
      path,
      `has the input "${input.name}", and ${MANIFEST_FILE} names "${name}"; correct onnx.input.name`,
    );
  if (input.type !== 'float32')
    throw invalidModel(
      path,
      `takes ${input.type ?? 'no tensor'}; expected float32. Export the network with a float32 input`,
    );
  const expected = layout === 'nchw' ? [1, 3, tilePx, tilePx] : [1, tilePx, tilePx, 3];
  const shape = input.shape ?? [];
  const fits =
    shape.length === 4 &&
    shape.every((side, i) => typeof side !== 'number' || side <= 0 || side === expected[i]);
  if (!fits)
    throw invalidModel(
      path,
      `takes an image of ${shape.join(' × ')}, and ${MANIFEST_FILE} says ${expected.join(' × ')} (onnx.input.layout ` +
        `"${layout}", tilePx ${tilePx}); correct ${MANIFEST_FILE}`,
    );
  const wanted = [onnx.segmentation?.output, ...(onnx.modalities ?? []).map(({ output }) => output)];
  for (const output of wanted.filter((one) => one !== undefined)) {
    const found = outputs.find((one) => one.name === output);
    if (!found)
      throw invalidModel(
        path,
        `has no output "${output}", which ${MANIFEST_FILE} names. Its outputs are ${namesOf(outputs)}`,
      );
    if (!OUTPUT_TYPES.includes(found.type ?? ''))
      throw invalidModel(
        path,
        `its output "${output}" is ${found.type ?? 'no tensor'}; expected ${OUTPUT_TYPES.join(', ')}`,
      );
  }
}

const OUTPUT_TYPES: readonly string[] = ['float32', 'float64', 'uint8', 'int8', 'int32', 'int64'];

function namesOf(values: readonly DeclaredValue[]): string {
  return values.map(({ name }) => `"${name}"`).join(', ') || 'none';
}

/** Grey level v → low + v / 255 · (high − low), less the mean, divided by the deviation. */
function inputOf(
  { width, height, channels, data }: Raster,
  { layout, range: [low, high], mean = [0, 0, 0], deviation = [1, 1, 1] }: OnnxInput,
): LaneImage {
  const planePx = width * height;
  const values = new Float32Array(3 * planePx);
  for (let c = 0; c < 3; c++) {
    const from = channels === 3 ? c : 0;
    const levels = Float32Array.from(
      { length: 256 },
      (_, level) => (low + (level / 255) * (high - low) - mean[c]!) / deviation[c]!,
    );
    for (let i = 0; i < planePx; i++)
      values[layout === 'nchw' ? c * planePx + i : 3 * i + c] = levels[data[channels * i + from]!]!;
  }
  return { dims: layout === 'nchw' ? [1, 3, height, width] : [1, height, width, 3], data: values };
}

function imageOf(
  name: string,
  outputs: Readonly<Record<string, LaneImage>>,
  { onnx, tilePx }: ModelManifest,
  path: string,
): Raster {
  const { segmentation, modalities = [], input } = onnx!;
  const valuesOf = (output: string, expected: readonly number[]) =>
    checkedValues(output, outputs[output], expected, { tilePx, layout: input.layout, path });
  if (name !== PROVIDED_MAP) {
    const { output, range } = modalities.find(({ modality }) => modality === name)!;
    return pictureOf(valuesOf(output, [1, 3]), range);
  }
  const map = segmentation!; // the plan has a map only then
  if (map.meaning === 'rgb') return pictureOf(valuesOf(map.output, [3]), map.range);
  if (map.meaning === 'labels') return mapOfLabels(valuesOf(map.output, [1]), map.classes);
  return mapOfClasses(valuesOf(map.output, [map.classes.length]), map.classes, map.meaning);
}

/** @throws EngineError `model-invalid` for another shape than expected, NaN or infinity */
function checkedValues(
  name: string,
  output: LaneImage | undefined,
  expected: readonly number[],
  {
    tilePx,
    layout,
    path,
  }: { readonly tilePx: number; readonly layout: OnnxInput['layout']; readonly path: string },
): ChannelValues {
  const dims = output?.dims ?? [];
  const inOrder = layout === 'nchw' ? dims : [dims[0], dims[3], dims[1], dims[2]];
  // Labels may come without an axis of channels.
  const [n, channels, height, width] = dims.length === 3 ? [dims[0], 1, dims[1], dims[2]] : inOrder;
  const fits = n === 1 && expected.includes(channels!) && height === tilePx && width === tilePx;
  if (!output || dims.length < 3 || dims.length > 4 || !fits)
    throw invalidModel(
      path,
      `its output "${name}" is ${dims.join(' × ') || 'empty'}; expected ${expected.join(' or ')} channels of ${tilePx} × ` +
        `${tilePx}, in the layout ${layout}. Correct ${MANIFEST_FILE} (onnx.segmentation, onnx.modalities, tilePx), or the network`,
    );
  const data = numbersOf(output.data, name, path);
  if (!data.every((value) => Number.isFinite(value)))
    throw invalidModel(
      path,
      `its output "${name}" contains NaN or infinity. Compare onnx.input in ${MANIFEST_FILE} with the values that the ` +
        'network was trained on',
    );
  return channelValues(data, tilePx, channels!, layout);
}

/** Outputs may have another type than float32: labels are often int64. */
function numbersOf(data: unknown, name: string, path: string): Float64Array | Float32Array {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
  // One of OUTPUT_TYPES: an array of numbers, which is only read.
  if (ArrayBuffer.isView(data) && !(data instanceof DataView)) return data as unknown as Float32Array;
  throw invalidModel(path, `its output "${name}" holds no numbers`);
}
