// Convolutions of a graph: the interface that its styles implement, and the plain style.

import type { GraphBuilder, Value } from './graph.js';
import type { ConvStep, ConvTransposeStep, Margins } from './step.js';

/** Layout of the four phases of an image that is stored by phases: (1, C, 4, h, w). */
export type Arrangement = 'image' | 'phases';

export interface Placed {
  readonly value: Value;
  readonly arrangement: Arrangement;
}

/** A style of computing both kinds of convolution, and images that it left in phases. */
export interface Convolutions {
  conv(step: ConvStep, input: Placed): Placed;
  convTranspose(step: ConvTransposeStep, input: Placed): Placed;
  /** (1, C, 4, h, w) → (1, C, 2h, 2w) where it is not an image already. */
  image(placed: Placed, step: { readonly output: string; readonly channels: number }): Value;
}

/** Attributes of a convolution. */
export function convAttributes(
  kernel: readonly number[],
  stride: number,
  { top, left, bottom, right }: Margins,
) {
  return { kernel_shape: kernel, strides: [stride, stride], pads: [top, left, bottom, right] };
}

/** A convolution with bias, as it stands in the step. */
export function addConv(graph: GraphBuilder, step: ConvStep, input: Value): Value {
  const { weight, bias, stride, margins, output } = step;
  const inputs = [input, graph.tensor(`${output}.weight`, weight.shape, weight.data)];
  if (bias) inputs.push(graph.floats(`${output}.bias`, bias));
  return graph.add(output, 'Conv', inputs, convAttributes(weight.shape.slice(2), stride, margins));
}

export function plainConvolutions(graph: GraphBuilder): Convolutions {
  return {
    conv: (step, { value }) => ({ value: addConv(graph, step, value), arrangement: 'image' }),
    convTranspose(step, { value }) {
      const { weight, bias, stride, paddingPx: p, outputPaddingPx, output } = step;
      const inputs = [value, graph.tensor(`${output}.weight`, weight.shape, weight.data)];
      if (bias) inputs.push(graph.floats(`${output}.bias`, bias));
      const doubled = graph.add(output, 'ConvTranspose', inputs, {
        ...convAttributes(weight.shape.slice(2), stride, { top: p, left: p, bottom: p, right: p }),
        output_padding: [outputPaddingPx, outputPaddingPx],
      });
      return { value: doubled, arrangement: 'image' };
    },
    image: ({ value }) => value,
  };
}
