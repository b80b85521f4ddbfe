// Chooses the backend if the user named none: the fastest that works here, by expected speed. GPUs come first, but only
// real ones. The choice gives its reason in words.

import { asError, EngineError } from '../protocol/errors.js';
import type { Backend, BackendId, Precision } from './backend.js';
import { backends, type Candidate, type OpenOptions } from './backends.js';
import { openBackend } from './openBackend.js';

export interface ChosenBackend {
  readonly backend: Backend;
  /**
   * Sentence for people: "native TensorFlow is not installed; there is no GPU adapter; onnxruntime on the CPU is the
   * fastest left".
   */
  readonly reason: string;
}

/** A candidate and the backend that it stands for. */
export interface CandidateBackend extends Omit<Candidate, 'expectedSpeed'> {
  readonly id: BackendId;
}

/**
 * Opens the backend that is wanted, or else the best one; the caller disposes of it.
 *
 * Throws `usage` when the wanted one lacks the precision, `backend-unavailable` when it does not run here.
 */
export async function chooseBackend(
  wanted: BackendId | undefined,
  precision: Precision,
  options: OpenOptions = {},
): Promise<ChosenBackend> {
  if (wanted === undefined) {
    const candidates = fastestFirst();
    // Side by side: looking for native TensorFlow and for a GPU takes a second or so each. Answers are kept.
    await Promise.all(candidates.map(({ objection }) => objection()));
    return firstThatOpens(candidates, precision, (id) => openBackend(id, options));
  }
  const backend = await openBackend(wanted, options);
  if (backend.precisions.includes(precision)) return { backend, reason: 'it was requested' };
  await backend.dispose();
  throw new EngineError(
    'usage',
    `The backend "${wanted}" computes in ${backend.precisions.join(' or ')}, not in ${precision}. ` +
      'Use --backend onnx, or another --precision.',
  );
}

function fastestFirst(): readonly CandidateBackend[] {
  return backends
    .rows()
    .flatMap(({ id, candidates }) => candidates.map((candidate) => ({ id, ...candidate })))
    .sort((a, b) => b.expectedSpeed - a.expectedSpeed);
}

/**
 * Opens the first candidate that works, the fastest first. A backend that does not qualify is closed, and added to the
 * reason.
 */
export async function firstThatOpens(
  candidates: readonly CandidateBackend[],
  precision: Precision,
  open: (id: BackendId) => Promise<Backend>,
): Promise<ChosenBackend> {
  const reasons = new Set<string>(); // several candidates may lack the same GPU
  for (const { id, name, objection } of candidates) {
    const against = await objection();
    if (against) {
      reasons.add(against);
      continue;
    }
    try {
      const backend = await open(id);
      if (backend.precisions.includes(precision)) {
        const rank = reasons.size ? 'is the fastest left' : 'is the fastest';
        return { backend, reason: [...reasons, `${name} ${rank}`].join('; ') };
      }
      await backend.dispose();
      reasons.add(`${name} does not compute in ${precision}`);
    } catch (error) {
      reasons.add(`${name} does not start (${asError(error).message.replace(/\.$/, '')})`);
    }
  }
  throw new EngineError(
    'backend-unavailable',
    `No backend computes in ${precision} here: ${[...reasons].join('; ')}. "deepliif backends" lists them all.`,
  );
}
