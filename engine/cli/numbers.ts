// Option values as the command line gives them: text, checked once, here.

import { InvalidArgumentError } from 'commander';
import { COARSEST_MPP, FINEST_MPP } from '../protocol/sharedShapes.js';

/** A whole number in a range, for commander's `.option(flag, help, parser)`. */
export function wholeNumber(minimum: number, maximum = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^[+-]?\d+$/.test(text.trim()) || value < minimum || value > maximum)
      throw new InvalidArgumentError(
        `expected a whole number ${rangeText(minimum, maximum)}, got "${text}".`,
      );
    return value;
  };
}

/** A whole number in a range, or one of the words. */
export function wholeNumberOr<Word extends string>(
  words: readonly Word[],
  minimum: number,
  maximum = Number.MAX_SAFE_INTEGER,
): (text: string) => number | Word {
  const number = wholeNumber(minimum, maximum);
  return (text) => {
    const word = words.find((known) => known === text);
    if (word !== undefined) return word;
    try {
      return number(text);
    } catch {
      throw new InvalidArgumentError(
        `expected ${words.map((known) => `"${known}"`).join(', ')} or a whole number ` +
          `${rangeText(minimum, maximum)}, got "${text}".`,
      );
    }
  };
}

function rangeText(minimum: number, maximum: number): string {
  return maximum === Number.MAX_SAFE_INTEGER ? `from ${minimum}` : `from ${minimum} to ${maximum}`;
}

/** A number above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value)))
    throw new InvalidArgumentError(`expected a number above 0, got "${text}".`);
  return value;
}

/** Micrometres per pixel of a microscope's image. */
export function parseMpp(text: string): number {
  const value = Number(text.replace(',', '.'));
  if (text.trim() === '' || !(value >= FINEST_MPP && value <= COARSEST_MPP))
    throw new InvalidArgumentError(
      `expected micrometres per pixel, such as 0.25 for 40x or 0.5 for 20x, got "${text}".`,
    );
  return value;
}

/** "0.25,0.15,0.25,0.1,0.25" → numbers. */
export function parseWeights(text: string): readonly number[] {
  const weights = text.split(',').map(Number);
  if (text.trim() === '' || weights.some((weight) => !Number.isFinite(weight) || weight < 0))
    throw new InvalidArgumentError(`expected numbers from 0, separated by commas, got "${text}".`);
  return weights;
}

/** A number from 0 to below 1. */
export function parseShare(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < 1))
    throw new InvalidArgumentError(`expected a number from 0 to below 1, got "${text}".`);
  return value;
}
