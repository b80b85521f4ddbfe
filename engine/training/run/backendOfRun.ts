// The backend on which a run was trained so far. Each checkpoint remembers it, so a resumed run stays on it unless the
// user names another one: backends differ in the last digits of their numbers, and in speed.

import { EngineError } from '../../protocol/errors.js';
import { stored, text } from '../../protocol/shape.js';
import type { RunListener } from '../../records/runListener.js';
import { openTrainingBackend, type OpenTrainingBackend } from './openTrainingBackend.js';

/** The field of state.json. */
const remembered = stored({}, { backend: text({ least: 1, most: 100 }) });

/** Id of the training backend that a checkpoint remembers. @throws ShapeError for a broken state */
export function backendOf(state: Readonly<Record<string, unknown>>): string | undefined {
  return remembered(state, 'state.json').backend;
}

/** Makes checkpoints remember the backend. */
export function rememberBackend({ id }: Pick<OpenTrainingBackend, 'id'>): RunListener {
  return { hear: () => Promise.resolve(), remembers: () => ({ backend: id }) };
}

/**
 * Opens the backend that the user names, else the one that the checkpoint remembers, else the default of this machine.
 * @param state of the checkpoint after which the run continues; undefined for a run that begins
 * @param note takes a line about the choice
 * @throws EngineError as openTrainingBackend
 */
export async function openBackendOfRun(
  wanted: string | undefined,
  state: Readonly<Record<string, unknown>> | undefined,
  note: (line: string) => void,
): Promise<OpenTrainingBackend> {
  if (!state) return openTrainingBackend(wanted);
  const before = backendOf(state);
  const backend = await openTrainingBackend(wanted ?? before).catch((error: unknown) => {
    if (wanted !== undefined || before === undefined || !(error instanceof EngineError)) throw error;
    const advice = `The run was trained on "${before}" so far; --backend ID resumes it on another one.`;
    throw new EngineError(error.code, `${error.message} ${advice}`, { cause: error });
  });
  note(choiceOf(backend.id, before, wanted));
  return backend;
}

function choiceOf(id: string, before: string | undefined, wanted: string | undefined): string {
  if (before === undefined && wanted === undefined)
    return `The run does not record the backend it was trained on; it continues on "${id}". --backend names another one.`;
  if (before === undefined || before === id) return `The run continues on the backend "${id}".`;
  return `The run was trained on the backend "${before}" so far; it continues on "${id}".`;
}
