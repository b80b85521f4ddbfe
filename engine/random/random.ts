// Random generator that can be repeated and continued: its whole state is four numbers, which a checkpoint stores.

import { tuple, whole, type Shaped } from '../protocol/shape.js';

const int32 = whole(-(2 ** 31), 2 ** 31 - 1);

/** State of sfc32 (Doty-Humphrey's PractRand): four 32-bit words. */
export const randomState = tuple(int32, int32, int32, int32);
export type RandomState = Shaped<typeof randomState>;

export interface Random {
  /** A number from 0 to below 1. */
  uniform(): number;
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  /** A normally distributed number, mean 0, standard deviation 1. */
  normal(): number;
  state(): RandomState;
}

/** A generator. @param from a seed, or the state of an earlier generator to continue */
export function randomFrom(from: number | RandomState): Random {
  let [a, b, c, d] =
    typeof from === 'number' ? [0, from | 0, from < 0 ? -1 : Math.floor(from / 2 ** 32) | 0, 1] : from;
  const next = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  if (typeof from === 'number') for (let i = 0; i < 12; i++) next();
  const uniform = () => next() / 2 ** 32;
  return {
    uniform,
    below: (end) => Math.floor(uniform() * end),
    // Box and Muller (1958); the second value is not kept, so that the state is all there is.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    state: () => [a, b, c, d],
  };
}

/** 0 … length − 1 in a random order (Fisher and Yates). */
export function shuffled(length: number, random: Random): number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
