// Rewrites a list of steps so that it does less and gives the same numbers: zeros that the convolution after them can
// add itself, running statistics that fit into the convolution before them, ReLU on the halves of a concatenation
// instead of on the whole (where one half is needed without it anyway).

import type { StoredTensor } from '../../tensors/weights.js';
import type { ConvStep, ConvTransposeStep, Step, StepOf } from './step.js';

export function simplify(steps: readonly Step[]): Step[] {
  return reluBeforeConcat(foldAffine(foldZeroPads(steps)));
}

/** Number of steps that read an output; the caller reads the last step's output. */
export function readers(steps: readonly Step[]): Map<string, number> {
  const counts = new Map<string, number>();
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const step of steps) {
    count(step.input);
    if ('right' in step) count(step.right);
  }
  const last = steps.at(-1);
  if (last) count(last.output);
  return counts;
}

function foldZeroPads(steps: readonly Step[]): Step[] {
  const counts = readers(steps);
  const pads = new Map<string, StepOf<'pad'>>();
  for (const step of steps)
    if (step.kind === 'pad' && step.mode === 'zero' && counts.get(step.output) === 1)
      pads.set(step.output, step);
  const folded = new Set<string>();
  const rewritten = steps.map((step): Step => {
    const pad = step.kind === 'conv' ? pads.get(step.input) : undefined;
    if (step.kind !== 'conv' || !pad) return step;
    folded.add(pad.output);
    const { top, left, bottom, right } = step.margins;
    const { px } = pad;
    return {
      ...step,
      input: pad.input,
      margins: { top: top + px, left: left + px, bottom: bottom + px, right: right + px },
    };
  });
  return rewritten.filter(({ output }) => !folded.has(output));
}

/** (w ∗ x + b) · scale + offset = (scale · w) ∗ x + (scale · b + offset). */
function foldAffine(steps: readonly Step[]): Step[] {
  const counts = readers(steps);
  const rewritten: Step[] = [];
  for (const step of steps) {
    const before = rewritten.at(-1);
    if (
      step.kind === 'affine' &&
      before?.output === step.input &&
      (before.kind === 'conv' || before.kind === 'convTranspose') &&
      counts.get(before.output) === 1
    ) {
      rewritten[rewritten.length - 1] = {
        ...before,
        output: step.output,
        weight: scaledOutputs(before, step.scale),
        bias: step.offset.map((offset, i) => offset + step.scale[i]! * (before.bias?.[i] ?? 0)),
      };
    } else {
      rewritten.push(step);
    }
  }
  return rewritten;
}

function scaledOutputs({ kind, weight }: ConvStep | ConvTransposeStep, scale: Float32Array): StoredTensor {
  const [first, second, kH, kW] = weight.shape as [number, number, number, number];
  const taps = kH * kW;
  const data = new Float32Array(weight.data.length);
  for (let i = 0, at = 0; i < first; i++)
    for (let j = 0; j < second; j++) {
      const factor = scale[kind === 'conv' ? i : j]!;
      for (let tap = 0; tap < taps; tap++, at++) data[at] = weight.data[at]! * factor;
    }
  return { shape: weight.shape, data };
}

/** ReLU(concat(a, b)) → concat(ReLU(a), ReLU(b)) where the concatenation has no other reader. */
function reluBeforeConcat(steps: readonly Step[]): Step[] {
  const counts = readers(steps);
  const channels = new Map(steps.map(({ output, channels: c }) => [output, c]));
  const rewritten: Step[] = [];
  for (const step of steps) {
    const before = rewritten.at(-1);
    if (
      step.kind === 'relu' &&
      before?.kind === 'concat' &&
      before.output === step.input &&
      counts.get(before.output) === 1 &&
      channels.has(before.input)
    ) {
      rewritten.pop();
      const half = (name: string, side: string): Step => ({
        output: `${step.output}.${side}`,
        channels: channels.get(name)!,
        kind: 'relu',
        input: name,
      });
      const left = half(before.input, 'left');
      const right = half(before.right, 'right');
      rewritten.push(left, right, {
        ...before,
        output: step.output,
        input: left.output,
        right: right.output,
      });
    } else {
      rewritten.push(step);
    }
  }
  return rewritten;
}
