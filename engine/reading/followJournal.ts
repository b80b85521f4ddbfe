// Follows an Optuna journal: each reading takes the lines written since the last one. A last line without an end is
// being written, or its writer died: it is waited for. Another or a shortened file is read anew.

import type { FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { readJournal, type Journal } from '../sweep/studyState.js';
import { bytesAt, followFile, type FilePlace } from './followFile.js';
import { EVENTS_PIECE_BYTES, LONGEST_JOURNAL_LINE_LETTERS } from './limits.js';

export interface JournalFollower {
  /** State after the last reading; another object after the file was read anew. */
  readonly journal: Journal;
  /** Reads the new lines; true if there were any. Readings do not overlap. */
  read(): Promise<boolean>;
}

/** @param file absolute path. A file that is not there has no studies */
export function followJournal(file: string): JournalFollower {
  const followed = followFile(file, {
    beginning,
    goesOn: (_handle, place, size) => size >= place.wholeLines,
    readFrom,
  });
  return {
    get journal() {
      return followed.place.journal;
    },
    read: () => followed.read(),
  };
}

interface Place extends FilePlace {
  readonly journal: Journal;
  decoder: StringDecoder;
  /** Bytes up to the end of the last whole line. */
  wholeLines: number;
  /** Beginning of a line without its end. */
  rest: string;
}

function beginning(): Place {
  const decoder = new StringDecoder('utf8');
  return { journal: readJournal(), decoder, offset: 0, wholeLines: 0, inode: 0, rest: '' };
}

function rewind(place: Place): void {
  place.offset = place.wholeLines;
  place.rest = '';
  place.decoder = new StringDecoder('utf8');
}

async function readFrom(handle: FileHandle, place: Place, size: number): Promise<boolean> {
  // A torn line may have been cut off and written anew since.
  if (place.rest !== '') rewind(place);
  let heard = false;
  while (place.offset < size) {
    const bytes = await bytesAt(handle, place.offset, Math.min(EVENTS_PIECE_BYTES, size - place.offset));
    if (bytes.length === 0) break;
    const lastEnd = bytes.lastIndexOf(0x0a);
    if (lastEnd >= 0) place.wholeLines = place.offset + lastEnd + 1;
    place.offset += bytes.length;
    const lines = (place.rest + place.decoder.write(bytes)).split('\n');
    // A line without end would fill the memory; it becomes one problem, and the next line is read again.
    place.rest = lines.pop()!.slice(0, LONGEST_JOURNAL_LINE_LETTERS);
    for (const line of lines) if (line.trim() !== '') place.journal.push(line);
    heard ||= lines.length > 0;
  }
  return heard;
}
