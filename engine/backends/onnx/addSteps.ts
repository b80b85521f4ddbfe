// A network as a float32 graph. In the `plain` style, for files, every step is the ONNX operator of its name; in the
// `fast` one, for our own sessions, convolutions take the shapes that onnxruntime computes fastest.

import { NORM_EPSILON } from '../../networks/layers.js';
import { type Convolutions, type Placed } from './convolutions.js';
import type { GraphBuilder, Value } from './graph.js';
import { INPUT, type Step, type StepOf, type Steps } from './step.js';

/** Adds all steps and gives the value of the last one, an image. */
export function addSteps(
  graph: GraphBuilder,
  { steps, inChannels }: Steps,
  convolutions: Convolutions,
): Value {
  const made = new Map<string, Placed>([[INPUT, { value: INPUT, arrangement: 'image' }]]);
  const channels = new Map([[INPUT, inChannels]]);
  const imageOf = (name: string) => {
    const placed = made.get(name)!;
    const value = convolutions.image(placed, { output: name, channels: channels.get(name)! });
    if (placed.value !== value) made.set(name, { value, arrangement: 'image' });
    return value;
  };
  for (const step of steps) {
    const placed = addStep(graph, step, made.get(step.input)!, convolutions, imageOf);
    made.set(step.output, placed);
    channels.set(step.output, step.channels);
  }
  return imageOf(steps.at(-1)?.output ?? INPUT);
}

/** @param imageOf a step's output by name, as an image */
function addStep(
  graph: GraphBuilder,
  step: Step,
  input: Placed,
  convolutions: Convolutions,
  imageOf: (name: string) => Value,
): Placed {
  const image = (value: Value): Placed => ({ value, arrangement: 'image' });
  switch (step.kind) {
    case 'conv':
      return convolutions.conv(step, input);
    case 'convTranspose':
      return convolutions.convTranspose(step, input);
    case 'norm':
    case 'relu':
    case 'tanh':
    case 'sigmoid':
    case 'leakyRelu':
      return { value: addPointwise(graph, step, input.value), arrangement: input.arrangement };
    case 'affine':
      return image(addAffine(graph, step, imageOf(step.input)));
    case 'upsample':
      return image(addUpsample(graph, step.output, imageOf(step.input)));
    case 'pad':
      return image(addPad(graph, step, imageOf(step.input)));
    case 'add':
    case 'multiply':
    case 'concat':
      return image(addPair(graph, step, imageOf(step.input), imageOf(step.right)));
  }
}

type Pointwise = StepOf<'norm' | 'relu' | 'tanh' | 'sigmoid' | 'leakyRelu'>;

const OPERATORS = { relu: 'Relu', tanh: 'Tanh', sigmoid: 'Sigmoid' } as const;

/** Norms and activations do not care how the pixels of a channel are arranged. */
function addPointwise(graph: GraphBuilder, step: Pointwise, input: Value): Value {
  if (step.kind === 'norm') {
    const scale = graph.floats(`${step.output}.scale`, step.scale);
    const offset = graph.floats(`${step.output}.offset`, step.offset);
    const epsilon = { epsilon: { float: NORM_EPSILON } };
    return graph.add(step.output, 'InstanceNormalization', [input, scale, offset], epsilon);
  }
  if (step.kind === 'leakyRelu')
    return graph.add(step.output, 'LeakyRelu', [input], { alpha: { float: step.slope } });
  return graph.add(step.output, OPERATORS[step.kind], [input]);
}

function addAffine(graph: GraphBuilder, step: StepOf<'affine'>, input: Value): Value {
  const dims = [1, step.channels, 1, 1];
  const scaled = graph.add(`${step.output}.scaled`, 'Mul', [
    input,
    graph.tensor(`${step.output}.scale`, dims, step.scale),
  ]);
  return graph.add(step.output, 'Add', [scaled, graph.tensor(`${step.output}.offset`, dims, step.offset)]);
}

/** Nearest neighbour, twice in both directions. */
function addUpsample(graph: GraphBuilder, name: string, input: Value): Value {
  const scales = graph.floats(`${name}.scales`, Float32Array.of(1, 1, 2, 2));
  return graph.add(name, 'Resize', [input, '', scales], {
    mode: 'nearest',
    coordinate_transformation_mode: 'asymmetric',
    nearest_mode: 'floor',
  });
}

const PAD_MODES = { zero: 'constant', reflect: 'reflect', replicate: 'edge' } as const;

function addPad(graph: GraphBuilder, { output, mode, px }: StepOf<'pad'>, input: Value): Value {
  const pads = graph.integers([0, 0, px, px, 0, 0, px, px]);
  return graph.add(output, 'Pad', [input, pads], { mode: PAD_MODES[mode] });
}

const PAIRS = { add: 'Add', multiply: 'Mul', concat: 'Concat' } as const;

function addPair(
  graph: GraphBuilder,
  step: StepOf<'add' | 'multiply' | 'concat'>,
  left: Value,
  right: Value,
): Value {
  return graph.add(step.output, PAIRS[step.kind], [left, right], step.kind === 'concat' ? { axis: 1 } : {});
}
