// A convolution in 8 bits that loses nothing after the rounding of image and weight: products are summed in 32 bits,
// and the sums become float32.

import { convAttributes } from './convolutions.js';
import type { GraphBuilder, Value } from './graph.js';
import { quantiseWeightUnsigned, UNSIGNED_ZERO } from './quantise.js';
import type { ConvStep } from './step.js';
import { ELEMENT_TYPES } from './wire.js';

/** An int8 image: value = (code − zero) · scale. All three are computed while the graph runs. */
interface CodedImage {
  readonly codes: Value;
  /** float32 scalar. */
  readonly scale: Value;
  /** int8 scalar. */
  readonly zero: Value;
}

const LEAST_CODE = -128;
const CODES = 255;

/** Keeps an image that is 0 everywhere from being divided by 0. */
const SMALLEST_SCALE = 1e-12;

/** float32 → int8 over the range from the image's least to its most value, with 0 among them. */
function addCoding({ add, floats }: GraphBuilder, name: string, image: Value): CodedImage {
  const nought = floats(`${name}.nought`, 0);
  const least = add(`${name}.least`, 'Min', [
    add(`${name}.min`, 'ReduceMin', [image], { keepdims: 0 }),
    nought,
  ]);
  const most = add(`${name}.most`, 'Max', [
    add(`${name}.max`, 'ReduceMax', [image], { keepdims: 0 }),
    nought,
  ]);
  const width = add(`${name}.width`, 'Sub', [most, least]);
  const step = add(`${name}.step`, 'Mul', [width, floats(`${name}.per_code`, 1 / CODES)]);
  const scale = add(`${name}.scale`, 'Max', [step, floats(`${name}.smallest`, SMALLEST_SCALE)]);
  const below = add(`${name}.below`, 'Round', [add(`${name}.least_code`, 'Div', [least, scale])]);
  const shifted = add(`${name}.shifted`, 'Sub', [floats(`${name}.first`, LEAST_CODE), below]);
  const zero = add(`${name}.zero`, 'Cast', [shifted], { to: ELEMENT_TYPES.int8 });
  return { codes: add(`${name}.codes`, 'QuantizeLinear', [image, scale, zero]), scale, zero };
}

/**
 * float32 (1, in, H, W) → float32 (1, out, H', W').
 *
 * It is the weights that are uint8: onnxruntime multiplies them from the left, and its fast kernels want uint8 there
 * and int8 on the right (the other way round it takes ten times as long).
 */
export function addSummedConv(
  graph: GraphBuilder,
  { output: name, weight, stride, margins, bias }: ConvStep,
  image: Value,
): Value {
  const { add, floats, tensor } = graph;
  const { codes, scale, zero } = addCoding(graph, name, image);
  const { shape, codes: weightCodes, scales } = quantiseWeightUnsigned(weight);
  const inputs = [
    codes,
    tensor(`${name}.weight`, shape, weightCodes),
    zero,
    tensor(`${name}.weight_zero`, [], Uint8Array.of(UNSIGNED_ZERO)),
  ];
  const sums = add(`${name}.sums`, 'ConvInteger', inputs, convAttributes(shape.slice(2), stride, margins));
  const units = add(`${name}.units`, 'Mul', [scale, floats(`${name}.weight_scales`, scales)]);
  const values = add(`${name}.values`, 'DequantizeLinear', [sums, units], { axis: 1 });
  if (!bias) return values;
  return add(name, 'Add', [values, tensor(`${name}.bias`, [1, bias.length, 1, 1], bias)]);
}
