// Derivatives of kernels, which TensorFlow.js's core package does not bring: tf.grads then knows kernels but no gradients.
// There is one rule for each kernel that our networks and losses use; dy is the derivative of the loss by the kernel's
// output.

import * as tf from '@tensorflow/tfjs-core';
import { hasKernel, LEAKY_RELU_GRADIENT, RELU_GRADIENT, runKernel } from '../../networks/extraKernels.js';
import { channelSums } from '../../networks/normalisation.js';
import type { GradConfig, NamedAttrMap, Tensor, Tensor4D } from '@tensorflow/tfjs-core';

/**
 * Makes the networks and losses differentiable, on every backend of this process. Call it before the first gradient
 * and after opening a backend: tfjs-node brings rules of its own, among them one that is wrong for broadcast operands
 * (SquaredDifference). Calling it again changes nothing.
 */
export function registerGradients(): void {
  for (const rule of RULES) if (tf.getGradient(rule.kernelName) !== rule) tf.registerGradient(rule);
}

type Derivatives = Record<string, () => Tensor>;

/** dy · f′(x), given x. */
function ofInput(
  kernelName: string,
  derivative: (dy: Tensor, x: Tensor, attrs: NamedAttrMap) => Tensor,
): GradConfig {
  return rule(kernelName, { inputsToSave: ['x'] }, (dy, [x], attrs) => ({
    x: () => derivative(dy, x!, attrs),
  }));
}

/** dy · f′(x), written with y = f(x). */
function ofOutput(kernelName: string, derivative: (dy: Tensor, y: Tensor) => Tensor): GradConfig {
  return rule(kernelName, { outputsToSave: [true] }, (dy, [y]) => ({ x: () => derivative(dy, y!) }));
}

/** Rule of two operands that may have been broadcast against each other. */
function ofPair(
  kernelName: string,
  byA: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
  byB: (dy: Tensor, a: Tensor, b: Tensor) => Tensor,
): GradConfig {
  return rule(kernelName, { inputsToSave: ['a', 'b'] }, (dy, [a, b]) => ({
    a: () => summedTo(byA(dy, a!, b!), a!.shape),
    b: () => summedTo(byB(dy, a!, b!), b!.shape),
  }));
}

function rule(
  kernelName: string,
  keep: Pick<GradConfig, 'inputsToSave' | 'outputsToSave' | 'saveAllInputs'>,
  derivatives: (dy: Tensor, saved: Tensor[], attrs: NamedAttrMap) => Derivatives,
): GradConfig {
  // None of these kernels has more than one output.
  return { kernelName, ...keep, gradFunc: (dy, saved, attrs) => derivatives(dy as Tensor, saved, attrs) };
}

/** Sum over everything that was repeated in the forward pass. */
function summedTo(dy: Tensor, shape: number[]): Tensor {
  const perChannel = dy.rank === 4 && dy.size > dy.shape[3]! && tf.util.sizeFromShape(shape) === dy.shape[3]!;
  if (perChannel && shape.at(-1) === dy.shape[3]) return tf.reshape(channelSums(dy as Tensor4D), shape);
  const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(dy, axes) : dy, shape);
}

const ELEMENTWISE: readonly GradConfig[] = [
  rule(tf.Identity, {}, (dy) => ({ x: () => tf.clone(dy) })),
  rule(tf.Cast, {}, (dy) => ({ x: () => tf.clone(dy) })),
  rule(tf.Neg, {}, (dy) => ({ x: () => tf.neg(dy) })),
  ofInput(tf.Abs, (dy, x) => tf.mul(dy, tf.sign(x))),
  ofInput(tf.Square, (dy, x) => tf.mul(dy, tf.mul(x, 2))),
  ofInput(tf.Log, (dy, x) => tf.div(dy, x)),
  ofInput(tf.Relu, (dy, x) =>
    hasKernel(RELU_GRADIENT) ? runKernel(RELU_GRADIENT, { dy, x }) : tf.mul(dy, tf.step(x)),
  ),
  ofInput(tf.LeakyRelu, (dy, x, { alpha }) =>
    hasKernel(LEAKY_RELU_GRADIENT)
      ? runKernel(LEAKY_RELU_GRADIENT, { dy, x }, { alpha: alpha as number })
      : tf.where(tf.greater(x, 0), dy, tf.mul(dy, alpha as number)),
  ),
  ofInput(tf.Softplus, (dy, x) => tf.mul(dy, tf.sigmoid(x))),
  ofOutput(tf.Exp, (dy, y) => tf.mul(dy, y)),
  ofOutput(tf.Sqrt, (dy, y) => tf.div(dy, tf.mul(y, 2))),
  ofOutput(tf.Rsqrt, (dy, y) => tf.mul(dy, tf.mul(-0.5, tf.mul(y, tf.square(y))))),
  ofOutput(tf.Sigmoid, (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y)))),
  ofOutput(tf.Tanh, (dy, y) => tf.mul(dy, tf.sub(1, tf.square(y)))),
];

/** The share of a choice between two that falls to one of them; where both are equal the first is chosen. */
const chosen = (dy: Tensor, choice: Tensor): Tensor => tf.mul(dy, tf.cast(choice, 'float32'));

const PAIRS: readonly GradConfig[] = [
  ofPair(
    tf.Add,
    (dy) => dy,
    (dy) => dy,
  ),
  ofPair(
    tf.Sub,
    (dy) => dy,
    (dy) => tf.neg(dy),
  ),
  ofPair(
    tf.Multiply,
    (dy, _a, b) => tf.mul(dy, b),
    (dy, a) => tf.mul(dy, a),
  ),
  ofPair(
    tf.RealDiv,
    (dy, _a, b) => tf.div(dy, b),
    (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.square(b))),
  ),
  ofPair(
    tf.SquaredDifference,
    (dy, a, b) => tf.mul(dy, tf.mul(2, tf.sub(a, b))),
    (dy, a, b) => tf.mul(dy, tf.mul(2, tf.sub(b, a))),
  ),
  ofPair(
    tf.Maximum,
    (dy, a, b) => chosen(dy, tf.greaterEqual(a, b)),
    (dy, a, b) => chosen(dy, tf.less(a, b)),
  ),
  ofPair(
    tf.Minimum,
    (dy, a, b) => chosen(dy, tf.lessEqual(a, b)),
    (dy, a, b) => chosen(dy, tf.greater(a, b)),
  ),
];

/** Axes that were averaged or summed away come back with length 1, then repeated to the input's shape. */
function repeatedTo(dy: Tensor, shape: number[], axis: unknown): Tensor {
  const axes = tf.util.parseAxisParam(axis as number | number[], shape);
  const kept = shape.map((length, i) => (axes.includes(i) ? 1 : length));
  return tf.broadcastTo(tf.reshape(dy, kept), shape);
}

const REDUCTIONS: readonly GradConfig[] = [
  ofInput(tf.Sum, (dy, x, { axis }) => repeatedTo(dy, x.shape, axis)),
  ofInput(tf.Mean, (dy, x, { axis }) => repeatedTo(tf.mul(dy, dy.size / x.size), x.shape, axis)),
  ofInput(tf.Tile, (dy, x, { reps }) => {
    const copies = reps as number[];
    const apart = x.shape.flatMap((length, axis) => [copies[axis]!, length]);
    const overCopies = copies.map((_, axis) => 2 * axis);
    return tf.sum(tf.reshape(dy, apart), overCopies);
  }),
  rule(tf.AddN, { saveAllInputs: true }, (dy, terms) =>
    Object.fromEntries(terms.map((_, i) => [i, () => tf.clone(dy)])),
  ),
];

const SHAPES: readonly GradConfig[] = [
  ofInput(tf.Reshape, (dy, x) => tf.reshape(dy, x.shape)),
  rule(tf.ExpandDims, { inputsToSave: ['input'] }, (dy, [x]) => ({ input: () => tf.reshape(dy, x!.shape) })),
  rule(tf.Transpose, {}, (dy, _saved, { perm }) => ({
    x: () => tf.transpose(dy, tf.backend_util.getUndoAxesPermutation(perm as number[])),
  })),
  rule(tf.Concat, { saveAllInputs: true }, (dy, parts, { axis }) => {
    const along = tf.util.parseAxisParam(axis as number, dy.shape)[0]!;
    const lengths = parts.map(({ shape }) => shape[along]!);
    const begins = lengths.map((_, i) => lengths.slice(0, i).reduce((sum, length) => sum + length, 0));
    return Object.fromEntries(parts.map((_, i) => [i, () => rows(dy, along, begins[i]!, lengths[i]!)]));
  }),
  ofInput(tf.Slice, (dy, x, { begin }) => {
    const before = begin as number[];
    const after = x.shape.map((length, axis) => length - before[axis]! - dy.shape[axis]!);
    return tf.pad(
      dy,
      before.map((start, axis) => [start, after[axis]!]),
    );
  }),
  ofInput(tf.PadV2, (dy, x, { paddings }) => {
    const begin = (paddings as [number, number][]).map(([before]) => before);
    return cut(dy, begin, x.shape);
  }),
  rule(tf.ResizeNearestNeighbor, { inputsToSave: ['images'] }, (dy, [images], attrs) => ({
    images: () => tf.engine().runKernel(tf.ResizeNearestNeighborGrad, { dy, images: images! }, attrs),
  })),
];

/** tf.slice, axis by axis in stretches of memory as long as possible: WASM cuts images pixel by pixel. */
function cut(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor {
  let current = x;
  begin.forEach((from, axis) => {
    const { shape } = current;
    if (size[axis] === shape[axis]) return;
    const stretch = tf.util.sizeFromShape(shape.slice(axis + 1));
    const flat = tf.reshape(current, [-1, shape[axis]! * stretch]);
    const wanted = tf.slice(flat, [0, from * stretch], [-1, size[axis]! * stretch]);
    current = tf.reshape(wanted, [...shape.slice(0, axis), size[axis]!, ...shape.slice(axis + 1)]);
  });
  return current === x ? tf.clone(x) : current;
}

/** `count` rows from row `from`, where a row is whatever has one index along `axis`. */
function rows(x: Tensor, axis: number, from: number, count: number): Tensor {
  const along = (value: number, elsewhere: number) => x.shape.map((_, i) => (i === axis ? value : elsewhere));
  return tf.slice(x, along(from, 0), along(count, -1));
}

/** Rule of products of the last two axes; with `transposeB`, C = A Bᵀ and dB = dCᵀ A, and so on. */
const MATRIX_PRODUCT = rule(
  tf.BatchMatMul,
  { inputsToSave: ['a', 'b'] },
  (dy, [a, b], { transposeA, transposeB }) => ({
    a: () =>
      transposeA
        ? tf.matMul(b!, dy, transposeB as boolean, true)
        : tf.matMul(dy, b!, false, !(transposeB as boolean)),
    b: () =>
      transposeB
        ? tf.matMul(dy, a!, true, transposeA as boolean)
        : tf.matMul(a!, dy, !(transposeA as boolean), false),
  }),
);

interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** The derivative by the filter: each tap correlates its input with dy. */
function byFilter(x: Tensor, dy: Tensor, filterShape: number[], attrs: ConvolutionAttributes): Tensor {
  const { strides, pad, dataFormat, dimRoundingMode } = attrs;
  const at = { strides, pad, dataFormat, dimRoundingMode, filterShape };
  return tf.engine().runKernel(tf.Conv2DBackpropFilter, { x, dy }, at as unknown as NamedAttrMap);
}

/** The derivative by the input, which is what a transposed convolution computes. */
function byInput(dy: Tensor, filter: Tensor, inputShape: number[], attrs: ConvolutionAttributes): Tensor {
  const { strides, pad, dataFormat, dimRoundingMode } = attrs;
  const at = { strides, pad, dataFormat, dimRoundingMode, inputShape };
  return tf.engine().runKernel(tf.Conv2DBackpropInput, { dy, filter }, at as unknown as NamedAttrMap);
}

/** Attributes of the kernels above; we never dilate. */
const convolutionOf = (attrs: NamedAttrMap) => attrs as unknown as ConvolutionAttributes;

const WINDOWS: readonly GradConfig[] = [
  rule(tf.Conv2D, { inputsToSave: ['x', 'filter'] }, (dy, [x, filter], attrs) => ({
    x: () => byInput(dy, filter!, x!.shape, convolutionOf(attrs)),
    filter: () => byFilter(x!, dy, filter!.shape, convolutionOf(attrs)),
  })),
  // A transposed convolution: the same two, with the roles of image and result exchanged.
  rule(tf.Conv2DBackpropInput, { inputsToSave: ['dy', 'filter'] }, (dy, [image, filter], attrs) => {
    const { strides, pad, dataFormat, dimRoundingMode } = convolutionOf(attrs);
    return {
      dy: () => tf.conv2d(dy as Tensor4D, filter as Tensor4D, strides, pad, dataFormat, 1, dimRoundingMode),
      filter: () => byFilter(dy, image!, filter!.shape, convolutionOf(attrs)),
    };
  }),
  rule(tf.MaxPool, { inputsToSave: ['x'], outputsToSave: [true] }, (dy, [x, y], attrs) => ({
    x: () => tf.engine().runKernel(tf.MaxPoolGrad, { dy, input: x!, output: y! }, attrs),
  })),
];

const RULES: readonly GradConfig[] = [
  ...ELEMENTWISE,
  ...PAIRS,
  ...REDUCTIONS,
  ...SHAPES,
  MATRIX_PRODUCT,
  ...WINDOWS,
];
