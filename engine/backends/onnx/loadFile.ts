// Loads a network into a lane: writes its steps as a file, in the precision that was asked for, and opens a session.

import { EngineError } from '../../protocol/errors.js';
import type { LoadOptions } from '../backend.js';
import { plainConvolutions } from './convolutions.js';
import { fastConvolutions } from './fastConvolutions.js';
import { int8Choice } from './int8Choice.js';
import { int8Convolutions } from './int8Convolutions.js';
import type { Lane } from './lane.js';
import type { Provider } from './laneMessages.js';
import type { Steps } from './step.js';
import { writeSteps, type Style } from './writeOnnx.js';

/**
 * Number of the session.
 * @throws EngineError `usage` for 8 bits on a GPU
 */
export function loadFile(
  steps: Steps,
  provider: Provider,
  lane: Lane,
  options: LoadOptions,
): Promise<number> {
  return lane.load(writeSteps(steps, styleFor(steps, provider, options), { doc: steps.title, metadata: {} }));
}

/** GPUs get plain operators: the fast shapes are those of CPUs. */
function styleFor(steps: Steps, provider: Provider, { precision, tilePx }: LoadOptions): Style {
  if (precision === 'float32') return provider === 'cpu' ? fastConvolutions : plainConvolutions;
  if (provider === 'cpu') return (graph) => int8Convolutions(graph, int8Choice(steps, tilePx));
  throw new EngineError(
    'usage',
    'The backend "onnx-webgpu" computes in float32 only. Choose this precision, or the backend "onnx".',
  );
}
