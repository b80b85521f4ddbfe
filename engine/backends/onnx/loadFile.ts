// From a network's steps to an open session in a lane, in the precision that was asked for.

import { EngineError } from '../../protocol/errors.js';
import type { LoadOptions } from '../backend.js';
import type { Lane } from './lane.js';
import type { Provider } from './laneMessages.js';
import type { Steps } from './steps.js';
import { writeFloat } from './writeOnnx.js';

/** Number of the session. GPUs get plain operators, since the fast shapes are those of CPUs. */
export function loadFile(
  steps: Steps,
  provider: Provider,
  lane: Lane,
  options: LoadOptions,
): Promise<number> {
  const parts = { doc: steps.title, metadata: {} };
  if (options.precision === 'float32')
    return lane.load(writeFloat(steps, provider === 'cpu' ? 'fast' : 'plain', parts));
  throw new EngineError('usage', 'no');
}
