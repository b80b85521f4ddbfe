// Full-size networks that compute something meaningful, made from a small trained network by widening (Net2Net, Chen et
// al. 2016). Every channel becomes several equal ones, and the next layer divides its weights among them, unevenly if
// wanted, so that the function stays the same.

import type { GeneratorArchitecture } from '../../engine/networks/architecture.js';
import { buildNetwork } from '../../engine/networks/build.js';
import type { Network } from '../../engine/networks/layers.js';
import { parametersOf, type ParameterSpec } from '../../engine/networks/parameters.js';
import type { StoredTensor, Weights } from '../../engine/tensors/weights.js';

export interface WidenOptions {
  /** Number of channels that each one becomes. */
  readonly factor: number;
  /** Unevenness of the shares of equal channels: 0 = equal, 1 = between nothing and twice as much. */
  readonly noise: number;
  readonly seed: number;
}

export interface WideNetwork {
  readonly architecture: GeneratorArchitecture;
  readonly network: Network;
  readonly weights: Weights;
}

/** Widens a network. Channels of the image stay as they are; those in between multiply. Not for spectral norm. */
export function widen(
  narrow: GeneratorArchitecture,
  weights: Weights,
  { factor, noise, seed }: WidenOptions,
): WideNetwork {
  const architecture = { ...narrow, filters: narrow.filters * factor };
  const network = buildNetwork(architecture);
  const before = new Map(parametersOf(buildNetwork(narrow)).map((spec) => [spec.name, spec]));
  const random = randomNumbers(seed);
  const wide = new Map<string, StoredTensor>();
  for (const spec of parametersOf(network)) {
    const stored = weights.get(spec.name);
    if (!stored || spec.role === 'batchCount') continue;
    const data =
      spec.role === 'weight'
        ? widenWeight(spec, before.get(spec.name)!, stored.data, noise, random)
        : Float32Array.from({ length: spec.shape[0]! }, (_, i) => {
            const copies = spec.shape[0]! / stored.data.length;
            return stored.data[Math.floor(i / copies)]!;
          });
    wide.set(spec.name, { shape: spec.shape, data });
  }
  return { architecture, network, weights: wide };
}

function widenWeight(
  wide: ParameterSpec,
  narrow: ParameterSpec,
  data: Float32Array,
  noise: number,
  random: () => number,
): Float32Array {
  const [outAxis, inAxis] = wide.layer.kind === 'convTranspose' ? [1, 0] : [0, 1];
  const [kH, kW] = wide.shape.slice(2) as [number, number];
  const taps = kH * kW;
  const outs = wide.shape[outAxis]!;
  const ins = wide.shape[inAxis]!;
  const outCopies = outs / narrow.shape[outAxis]!;
  const inCopies = ins / narrow.shape[inAxis]!;
  const widened = new Float32Array(outs * ins * taps);
  for (let o = 0; o < outs; o++)
    for (let group = 0; group < ins / inCopies; group++) {
      const shares = sharesOf(inCopies, noise, random);
      const oldOut = Math.floor(o / outCopies);
      const from =
        (outAxis === 0 ? oldOut * (ins / inCopies) + group : group * (outs / outCopies) + oldOut) * taps;
      for (let copy = 0; copy < inCopies; copy++) {
        const i = group * inCopies + copy;
        const to = (outAxis === 0 ? o * ins + i : i * outs + o) * taps;
        for (let tap = 0; tap < taps; tap++) widened[to + tap] = data[from + tap]! * shares[copy]!;
      }
    }
  return widened;
}

/** Positive numbers that add up to 1. */
function sharesOf(count: number, noise: number, random: () => number): number[] {
  const parts = Array.from({ length: count }, () => 1 + noise * (2 * random() - 1));
  const sum = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => part / sum);
}

/** Uniform in [0, 1), the same for the same seed (Mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}
