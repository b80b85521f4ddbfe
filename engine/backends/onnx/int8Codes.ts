// A convolution in 8 bits whose result is rounded to 8 bits as well: the fastest kernel there is, for results that go
// into a norm.
//
// A norm takes away any scale and shift of a channel, so each channel may use all 256 codes for its own range. The
// range is that of the image at hand: a sample of the result is computed in float32 first, and widened generously,
// because pixels cut off at its ends would shift the norm's statistics, which harms more than coarser codes do.

import { NORM_EPSILON } from '../../networks/layers.js';
import { convAttributes } from './convolutions.js';
import type { GraphBuilder, Value } from './graph.js';
import { quantiseWeight } from './quantise.js';
import type { ConvStep } from './step.js';
import { ELEMENT_TYPES } from './wire.js';

/** Factor by which a range is wider than that of its sample. Measured: 2 cuts off too much on some tiles. */
const MARGIN = 4;

/** Steps finer than this drown in the norm's ε. */
const FINEST_STEP = Math.sqrt(NORM_EPSILON) / 32;

/** Code of a channel's middle. */
const MIDDLE = 128;

/** float32 (1, in, H, W) → float32 (1, out, H', W'), each channel without its middle; biases have no effect then. */
export function addRoundedConv(
  graph: GraphBuilder,
  { output: name, weight, stride, margins, channels }: ConvStep,
  image: Value,
  everyNth: number,
): Value {
  const { add, addSeveral, floats, tensor } = graph;
  const { shape, codes: weightCodes, scales: weightScales } = quantiseWeight(weight);
  const kernel = shape.slice(2);
  const [codes, imageScale, imageZero] = addSeveral(`${name}.codes`, 'DynamicQuantizeLinear', [image], 3) as [
    Value,
    Value,
    Value,
  ];

  const sampled = add(
    `${name}.sample`,
    'Conv',
    [image, tensor(`${name}.sample_weight`, weight.shape, weight.data)],
    convAttributes(kernel, stride * everyNth, margins),
  );
  const least = add(`${name}.least`, 'ReduceMin', [sampled], { axes: [0, 2, 3], keepdims: 0 });
  const most = add(`${name}.most`, 'ReduceMax', [sampled], { axes: [0, 2, 3], keepdims: 0 });
  const width = add(`${name}.width`, 'Sub', [most, least]);
  const step = add(`${name}.step`, 'Mul', [width, floats(`${name}.per_code`, MARGIN / 255)]);
  const scales = add(`${name}.scales`, 'Max', [step, floats(`${name}.finest`, FINEST_STEP)]);
  const ends = add(`${name}.ends`, 'Add', [most, least]);
  const middles = add(`${name}.middles`, 'Mul', [ends, floats(`${name}.half`, 0.5)]);

  // Products are summed in units of image scale × weight scale, beginning where the middle gets its code.
  const units = add(`${name}.units`, 'Mul', [imageScale, floats(`${name}.weight_scales`, weightScales)]);
  const span = add(`${name}.span`, 'Mul', [scales, floats(`${name}.middle_code`, MIDDLE)]);
  const begin = add(`${name}.begin`, 'Div', [add(`${name}.below`, 'Sub', [span, middles]), units]);
  const inputs = [
    codes,
    imageScale,
    imageZero,
    tensor(`${name}.weight`, shape, weightCodes),
    // The operator knows one scale for its whole result: that one is 1, and those of the channels go in here.
    add(`${name}.factors`, 'Div', [floats(`${name}.weight_scales`, weightScales), scales]),
    tensor(`${name}.weight_zeros`, [channels], new Int8Array(channels)),
    floats(`${name}.result_scale`, 1),
    tensor(`${name}.result_zero`, [], Uint8Array.of(0)),
    add(`${name}.start`, 'Cast', [add(`${name}.rounded`, 'Round', [begin])], { to: ELEMENT_TYPES.int32 }),
  ];
  const result = add(`${name}.coded`, 'QLinearConv', inputs, convAttributes(kernel, stride, margins));
  const zeros = tensor(`${name}.zeros`, [channels], new Uint8Array(channels).fill(MIDDLE));
  return add(`${name}.values`, 'DequantizeLinear', [result, scales, zeros], { axis: 1 });
}
