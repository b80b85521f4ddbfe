// Convolutions for our own float32 sessions: the same numbers as the plain operators, in shapes that onnxruntime's
// CPU kernels are quick at. Transposed convolutions run as phases; their result stays in phases through norm and
// ReLU, and a last convolution to a few channels reads it there (its kernels compute 16 output channels at a time, so
// 12 cost little more than 3, on a quarter of the pixels).

import {
  addConv,
  convAttributes,
  plainConvolutions,
  type Convolutions,
  type Placed,
} from './convolutions.js';
import type { GraphBuilder, Value } from './graph.js';
import { densePhases, doubles, onPhases, phasesOf, type PhaseConvolution } from './phases.js';
import type { ConvStep } from './step.js';

/** Output channels up to which all four phases are computed by one convolution. */
export const FEW_CHANNELS = 4;

export function fastConvolutions(graph: GraphBuilder): Convolutions {
  const plain = plainConvolutions(graph);
  return {
    conv(step, input) {
      if (input.arrangement === 'phases' && readsPhases(step)) {
        const quarters = addPhaseConv(
          graph,
          step.output,
          flattened(graph, input.value, { output: step.input, channels: step.weight.shape[1]! }),
          onPhases(step.weight),
          step.bias && fourfold(step.bias),
        );
        return image(joined(graph, step.output, quarters));
      }
      return image(
        addConv(graph, step, this.image(input, { output: step.input, channels: step.weight.shape[1]! })),
      );
    },
    convTranspose(step, input) {
      const value = this.image(input, { output: step.input, channels: step.weight.shape[0]! });
      if (!doubles(step)) return plain.convTranspose(step, image(value));
      const { output, channels, bias } = step;
      if (channels <= FEW_CHANNELS)
        return image(
          joined(
            graph,
            output,
            addPhaseConv(graph, output, value, densePhases(step), bias && fourfold(bias)),
          ),
        );
      const quarters = phasesOf(step).map((phase) => addPhaseConv(graph, output, value, phase, bias));
      return { value: sideBySide(graph, output, quarters), arrangement: 'phases' };
    },
    image: (placed, { output, channels }) =>
      placed.arrangement === 'image'
        ? placed.value
        : joined(graph, output, flattened(graph, placed.value, { output, channels })),
  };
}

function image(value: Value): Placed {
  return { value, arrangement: 'image' };
}

/** A convolution that keeps the size and gives few channels. */
export function readsPhases({ weight, stride, margins, channels }: ConvStep): boolean {
  const [, , kH, kW] = weight.shape as [number, number, number, number];
  const reach = (kH - 1) / 2;
  const { top, left, bottom, right } = margins;
  return (
    channels <= FEW_CHANNELS &&
    stride === 1 &&
    kH === kW &&
    [top, left, bottom, right].every((side) => side === reach)
  );
}

function addPhaseConv(
  graph: GraphBuilder,
  name: string,
  input: Value,
  { weight, margins }: PhaseConvolution,
  bias?: Float32Array,
): Value {
  const inputs = [input, graph.tensor(`${name}.weight`, weight.shape, weight.data)];
  if (bias) inputs.push(graph.floats(`${name}.bias`, bias));
  return graph.add(`${name}.phase`, 'Conv', inputs, convAttributes(weight.shape.slice(2), 1, margins));
}

/** Each value four times in a row: once for each phase of its channel. */
export function fourfold(bias: Float32Array): Float32Array {
  return Float32Array.from({ length: 4 * bias.length }, (_, i) => bias[i >> 2]!);
}

/** Four (1, C, h, w) → (1, C, 4, h, w). */
function sideBySide(graph: GraphBuilder, name: string, quarters: readonly Value[]): Value {
  const axis = graph.integers([2]);
  const rows = quarters.map((value) => graph.add(`${name}.row`, 'Unsqueeze', [value, axis]));
  return graph.add(`${name}.phases`, 'Concat', rows, { axis: 2 });
}

/** (1, C, 4, h, w) → (1, 4 · C, h, w), of which nothing moves in memory. */
export function flattened(
  graph: GraphBuilder,
  value: Value,
  { output, channels }: { readonly output: string; readonly channels: number },
): Value {
  const size = graph.add(`${output}.size`, 'Shape', [value], { start: 3 });
  const shape = graph.add(`${output}.shape`, 'Concat', [graph.integers([1, 4 * channels]), size], {
    axis: 0,
  });
  return graph.add(`${output}.flat`, 'Reshape', [value, shape]);
}

/** (1, 4 · C, h, w) → (1, C, 2h, 2w). */
export function joined(graph: GraphBuilder, name: string, quarters: Value): Value {
  return graph.add(`${name}.joined`, 'DepthToSpace', [quarters], { blocksize: 2, mode: 'CRD' });
}
