// The writer of notes.json, which lies beside the files that a training writes and touches none of them: written beside
// its place and renamed, while the run trains or years later.

import { join } from 'node:path';
import { makeBeside, writePieces } from '../files/writeBeside.js';
import { EngineError } from '../protocol/errors.js';
import type { RunNotes } from '../protocol/runNotes.js';
import { RUN_FILE } from '../reading/runFile.js';
import { runKind } from '../reading/runKind.js';
import { NOTES_FILE, type NotesFile } from '../reading/runNotes.js';

/**
 * Replaces note and tags of a run.
 * @throws EngineError `usage` for a folder that is no run of this program, `output-unwritable`
 */
export async function writeRunNotes(folder: string, { note, tags }: RunNotes): Promise<void> {
  const kind = await runKind(folder);
  if (kind === 'tensorboard')
    throw new EngineError(
      'usage',
      `${folder} holds TensorBoard's files only, which are left as they are. Notes and tags are kept for runs of DeepLIIF.`,
    );
  if (kind === undefined)
    throw new EngineError('usage', `${folder} is no run: it has no ${RUN_FILE}. Choose the folder of a run.`);
  const file: NotesFile = { schemaVersion: 1, note, tags: [...new Set(tags)] };
  const bytes = new TextEncoder().encode(`${JSON.stringify(file, null, 1)}\n`);
  await makeBeside(join(folder, NOTES_FILE), (temporary) => writePieces(temporary, [bytes]));
}
