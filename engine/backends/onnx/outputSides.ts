// Height and width of a network's output, as an ONNX file declares them.

import { INPUT, type Step, type Steps } from './step.js';

/**
 * Numbers for a fixed input size; without one the input's own names where the network keeps the size, else names of
 * their own.
 */
export function outputSides(steps: Steps, tilePx?: number): readonly (number | string)[] {
  if (tilePx !== undefined) {
    const side = sideAfter(steps, tilePx);
    return [side, side];
  }
  const keepsSize = [512, 1024].every((side) => sideAfter(steps, side) === side);
  return keepsSize ? ['height', 'width'] : ['height_out', 'width_out'];
}

/** Pixels along one side of the output for an input of that many. */
export function sideAfter(steps: Steps, tilePx: number): number {
  return sidesOf(steps, tilePx).get(steps.steps.at(-1)?.output ?? INPUT)!;
}

/** Pixels along one side of every step's output. */
export function sidesOf({ steps }: Steps, tilePx: number): ReadonlyMap<string, number> {
  const sides = new Map([[INPUT, tilePx]]);
  for (const step of steps) sides.set(step.output, sideOf(step, sides.get(step.input)!));
  return sides;
}

function sideOf(step: Step, side: number): number {
  switch (step.kind) {
    case 'conv': {
      const { top, bottom } = step.margins;
      return Math.floor((side + top + bottom - step.weight.shape[2]!) / step.stride) + 1;
    }
    case 'convTranspose':
      return (side - 1) * step.stride - 2 * step.paddingPx + step.weight.shape[2]! + step.outputPaddingPx;
    case 'upsample':
      return 2 * side;
    case 'pad':
      return side + 2 * step.px;
    default:
      return side;
  }
}
