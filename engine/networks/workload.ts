// Work and memory of a network's forward pass, counted layer by layer from its definition; nothing is computed. Shapes
// follow PyTorch's rules for convolutions (floor of the quotient).

import type { AttentionGate, Layer, Network } from './layers.js';

export interface Workload {
  /** Multiplications with an addition each, in all convolutions. */
  readonly multiplyAdds: number;
  /** Values of the outputs of all layers, which a recording for back-propagation keeps. */
  readonly outputValues: number;
  /** Values that the largest convolution holds at once: its output, and a row of its kernel of inputs for each pixel. */
  readonly largestValues: number;
}

interface Shape {
  readonly channels: number;
  readonly width: number;
  readonly height: number;
}

/** Workload of one image of this size. */
export function workloadOf(network: Network, width: number, height: number): Workload {
  const sum = { multiplyAdds: 0, outputValues: 0, largestValues: 0 };
  walk(network.root, { channels: network.inChannels, width, height }, sum);
  return sum;
}

type Sum = { -readonly [K in keyof Workload]: Workload[K] };

function walk(layer: Layer, shape: Shape, sum: Sum): Shape {
  switch (layer.kind) {
    case 'conv': {
      const { kernelPx, stride, paddingPx, outChannels } = layer.conv;
      const side = (px: number) => Math.floor((px + 2 * paddingPx - kernelPx) / stride) + 1;
      const out = { channels: outChannels, width: side(shape.width), height: side(shape.height) };
      return convolved(out, kernelPx, shape.channels, 1, sum);
    }
    case 'convTranspose': {
      const { kernelPx, stride, paddingPx, outChannels } = layer.conv;
      const side = (px: number) => (px - 1) * stride - 2 * paddingPx + kernelPx + layer.outputPaddingPx;
      const out = { channels: outChannels, width: side(shape.width), height: side(shape.height) };
      // Each output pixel is reached by one tap of the kernel in `stride` of each direction.
      return convolved(out, kernelPx, shape.channels, stride, sum);
    }
    case 'pad':
      return counted(
        { ...shape, width: shape.width + 2 * layer.px, height: shape.height + 2 * layer.px },
        sum,
      );
    case 'upsample':
      return counted({ ...shape, width: 2 * shape.width, height: 2 * shape.height }, sum);
    case 'sequence':
      return layer.layers.reduce((before, child) => walk(child, before, sum), shape);
    case 'named':
      return walk(layer.layer, shape, sum);
    case 'residual':
      return counted(walk(layer.body, shape, sum), sum);
    case 'skip':
      return joined(shape, walk(layer.body, shape, sum), sum);
    case 'attentionSkip': {
      const body = walk(layer.body, shape, sum);
      walkGate(layer.gate, body, shape, sum);
      return joined(shape, body, sum);
    }
    default:
      return counted(shape, sum);
  }
}

function walkGate({ wG, wX, psi }: AttentionGate, gating: Shape, x: Shape, sum: Sum): void {
  walk(wG, gating, sum);
  walk(psi, counted(walk(wX, x, sum), sum), sum);
}

/** @param phases pixels of the output, in each direction, that share the taps of a kernel */
function convolved(out: Shape, kernelPx: number, inputs: number, phases: number, sum: Sum): Shape {
  const pixels = out.width * out.height;
  const taps = kernelPx / phases;
  sum.multiplyAdds += pixels * out.channels * taps * taps * inputs;
  sum.largestValues = Math.max(sum.largestValues, pixels * (out.channels + taps * inputs));
  return counted(out, sum);
}

function counted(shape: Shape, sum: Sum): Shape {
  sum.outputValues += shape.channels * shape.width * shape.height;
  return shape;
}

function joined(x: Shape, body: Shape, sum: Sum): Shape {
  return counted({ ...x, channels: x.channels + body.channels }, sum);
}
