// A parity check whose number takes work to get: whatever goes wrong on the way is a failed check with its name.

import { asError } from '../../engine/protocol/errors.js';
import { within, type ParityCheck } from './check.js';

/** The check `largestError() <= tolerance`; an exception (a listed file is absent, say) fails it. */
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
