// Opens a backend by its id.

import { asError, EngineError } from '../protocol/errors.js';
import type { Backend, BackendId } from './backend.js';
import { backends, type BackendRow, type OpenOptions } from './backends.js';
import './builtInBackends.js';

/** Ids of all backends, in the order in which listings show them. */
export function backendIds(): readonly BackendId[] {
  return backends.rows().map(({ id }) => id);
}

/** Throws `usage` with the ids that there are. */
export function backendNamed(id: BackendId): BackendRow {
  return backends.named(id);
}

/**
 * Opens the backend; the caller disposes of it. Several may be open at the same time.
 *
 * Throws `usage` for an unknown id, `backend-unavailable` with the reason if it cannot run here.
 */
export async function openBackend(id: BackendId, options: OpenOptions = {}): Promise<Backend> {
  const row = backendNamed(id);
  try {
    return await row.open(options);
  } catch (thrown) {
    if (thrown instanceof EngineError) throw thrown;
    const message = `The backend "${id}" does not start here: ${asError(thrown).message}. Choose another backend.`;
    throw new EngineError('backend-unavailable', message, { cause: thrown });
  }
}
