// notes.json of a run: the note and the tags that a person gave it. engine/records/runNotes.ts writes it; the training
// itself neither reads nor writes it.

import { join } from 'node:path';
import { NO_NOTES, runNote, runTags, type RunNotes } from '../protocol/runNotes.js';
import { oneOf, stored, type Shape } from '../protocol/shape.js';
import { MOST_NOTES_BYTES } from './limits.js';
import { readRecordFile } from './recordFile.js';

export const NOTES_FILE = 'notes.json';

export interface NotesFile extends RunNotes {
  readonly schemaVersion: 1;
}

const notesFile: Shape<NotesFile> = stored({ schemaVersion: oneOf(1), note: runNote, tags: runTags });

/** Note and tags of a run; none if there is no such file. @throws EngineError `usage` for a broken one */
export async function readRunNotes(folder: string): Promise<RunNotes> {
  const file = await readRecordFile(join(folder, NOTES_FILE), notesFile, {
    mostBytes: MOST_NOTES_BYTES,
    advice: 'Write the note and the tags again, or delete the file.',
  });
  return file ? { note: file.note, tags: [...new Set(file.tags)] } : NO_NOTES;
}
