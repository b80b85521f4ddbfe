// A parity check whose number needs a computation: an exception on the way becomes a failed check with its name.

import { asError } from '../../engine/protocol/errors.js';
import { within, type ParityCheck } from './check.js';

/** The check `largestError() <= tolerance`; an exception fails it, such as a listed file that is absent. */
export async function measured(
  name: string,
  tolerance: number,
  largestError: () => number | Promise<number>,
): Promise<ParityCheck> {
  try {
    return within(name, await largestError(), tolerance);
  } catch (error) {
    return within(name, Infinity, tolerance, asError(error).message);
  }
}
