// TensorFlow.js's WebAssembly with a faster way for 3 × 3 convolutions of stride 1 with many channels, which are three
// quarters of a ResNet generator's work. All other convolutions stay the package's.

import * as tf from '@tensorflow/tfjs-core';
import { EngineError } from '../../protocol/errors.js';
import { COLUMNS, PLANES } from './kernels.js';
import { startThreads, type Threads } from './threads.js';
import { scratchBytes } from './tiles.js';
import type { WasmMemory } from './webAssembly.js';

const FLOAT = 4;
/** Least channels and tiles: for fewer, transforming tiles costs what the multiplications save. */
const FEWEST_CHANNELS = 32;
const FEWEST_PIXELS = 64;

/** The part of the package's backend that is used here; the package does not export the type of `wasm`. */
export interface WasmHeap extends tf.KernelBackend {
  readonly wasm: { _malloc(bytes: number): number; _free(address: number): void };
  getMemoryOffset(data: tf.DataId): number;
  makeOutput(shape: readonly number[], type: 'float32'): tf.TensorInfo;
}

interface Accelerated {
  readonly threads: Threads;
  /** Transformed, by the data of the filter that they were made from. */
  readonly filters: WeakMap<tf.DataId, number>;
  scratch: { readonly address: number; readonly bytes: number };
}

const accelerated = new WeakMap<tf.KernelBackend, Accelerated>();
const replaced = new WeakSet<tf.KernelConfig>();

/** Computes on `count` threads of its own. @throws when they do not start; then the backend is as before */
export async function accelerate(backend: WasmHeap, memory: WasmMemory, count: number): Promise<void> {
  const threads = await startThreads(memory, count);
  const state: Accelerated = { threads, filters: new WeakMap(), scratch: { address: 0, bytes: 0 } };
  const disposeData = backend.disposeData.bind(backend);
  backend.disposeData = (data, force) => {
    const gone = disposeData(data, force);
    const filter = gone ? state.filters.get(data) : undefined;
    if (filter !== undefined) {
      backend.wasm._free(filter);
      state.filters.delete(data);
    }
    return gone;
  };
  const dispose = backend.dispose.bind(backend);
  backend.dispose = () => {
    accelerated.delete(backend);
    threads.close();
    dispose();
  };
  accelerated.set(backend, state);
  replaceKernel();
}

function replaceKernel(): void {
  const original = tf.getKernel('Conv2D', 'wasm');
  if (!original || replaced.has(original)) return;
  const kernel: tf.KernelConfig = {
    ...original,
    kernelFunc(call) {
      const state = accelerated.get(call.backend as WasmHeap);
      const convolution = state && suitable(call);
      return convolution
        ? convolve(state, call.backend as WasmHeap, call.inputs as unknown as Inputs, convolution)
        : original.kernelFunc(call);
    },
  };
  replaced.add(kernel);
  tf.registerKernel(kernel);
}

type KernelCall = Parameters<tf.KernelFunc>[0];

interface Inputs {
  readonly x: tf.TensorInfo;
  readonly filter: tf.TensorInfo;
}

function suitable({ inputs, attrs }: KernelCall): tf.backend_util.Conv2DInfo | undefined {
  const { x, filter } = inputs as unknown as Inputs;
  const { strides, dilations, pad, dimRoundingMode, dataFormat } = attrs as unknown as tf.Conv2DAttrs;
  const [kH, kW, inputChannels, outputChannels] = filter.shape as Shape;
  if (kH !== 3 || kW !== 3 || dataFormat !== 'NHWC') return undefined;
  if ([strides, dilations].flat().some((step) => step !== 1)) return undefined;
  if (Math.min(inputChannels, outputChannels) < FEWEST_CHANNELS) return undefined;
  if (inputChannels % 4 !== 0 || outputChannels % COLUMNS !== 0) return undefined;
  const convolution = tf.backend_util.computeConv2DInfo(
    x.shape as Shape,
    filter.shape as Shape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
  );
  return convolution.outHeight * convolution.outWidth < FEWEST_PIXELS ? undefined : convolution;
}

type Shape = [number, number, number, number];

function convolve(
  state: Accelerated,
  backend: WasmHeap,
  { x, filter }: Inputs,
  convolution: tf.backend_util.Conv2DInfo,
): tf.TensorInfo {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = convolution;
  const transformed = transformedFilter(state, backend, filter);
  const scratch = scratchFor(state, backend, state.threads.count * scratchBytes(inChannels, outChannels));
  const result = backend.makeOutput(convolution.outShape, 'float32');
  const image = backend.getMemoryOffset(x.dataId);
  const output = backend.getMemoryOffset(result.dataId);
  for (let i = 0; i < batchSize; i++)
    state.threads.run({
      image: image + i * inHeight * inWidth * inChannels * FLOAT,
      filter: transformed,
      output: output + i * outHeight * outWidth * outChannels * FLOAT,
      scratch,
      height: inHeight,
      width: inWidth,
      inputs: inChannels,
      outHeight,
      outWidth,
      outputs: outChannels,
      top: padInfo.top,
      left: padInfo.left,
    });
  return result;
}

/** Made once, in panels as `product` reads them; freed with the filter. */
function transformedFilter(
  { filters, threads }: Accelerated,
  backend: WasmHeap,
  filter: tf.TensorInfo,
): number {
  const known = filters.get(filter.dataId);
  if (known !== undefined) return known;
  const [, , inputs, outputs] = filter.shape as Shape;
  const from = backend.getMemoryOffset(filter.dataId);
  const plane = inputs * outputs * FLOAT;
  const to = allocate(backend, PLANES * plane);
  const panelRow = COLUMNS * FLOAT;
  for (let panel = 0; panel < outputs / COLUMNS; panel++)
    for (let input = 0; input < inputs; input++)
      threads.kernels.filterIn(
        from + input * outputs * FLOAT + panel * panelRow,
        plane,
        to + (panel * inputs + input) * panelRow,
        plane,
        COLUMNS,
      );
  filters.set(filter.dataId, to);
  return to;
}

function scratchFor(state: Accelerated, backend: WasmHeap, bytes: number): number {
  if (state.scratch.bytes < bytes) {
    if (state.scratch.bytes > 0) backend.wasm._free(state.scratch.address);
    state.scratch = { address: 0, bytes: 0 };
    state.scratch = { address: allocate(backend, bytes), bytes };
  }
  return state.scratch.address;
}

function allocate(backend: WasmHeap, bytes: number): number {
  const address = backend.wasm._malloc(bytes) >>> 0;
  if (address !== 0) return address;
  throw new EngineError(
    'out-of-memory',
    `The backend "wasm" has no ${Math.ceil(bytes / 2 ** 20)} MB left for a convolution. Use smaller tiles or another backend.`,
  );
}
