// The files of TensorBoard in a folder, how far each has been read, and the places of pictures in them.

/** TensorBoard takes every file for an event file whose name holds this. */
export function isEventFile(name: string): boolean {
  return name.includes('tfevents') && !name.startsWith('.');
}

/** A folder with more event files is read in part. */
export const MOST_EVENT_FILES = 1000;

/** Position up to which a file has been read. */
export interface EventFilePlace {
  readonly name: string;
  /** Offset of the next record. */
  readonly offset: number;
  /** Identity of the file, which differs if another file took its place. */
  readonly inode: string;
  /** The last four bytes before `offset`, a checksum: they must still be there. */
  readonly witness: number;
  /** Its size when it was read last. */
  readonly size: number;
  /** Why nothing after `offset` was read; it is tried again when the file has changed. */
  readonly stopped?: string;
}

/** A picture in an event file: the file, the offset of its record, its tag, and which of the pictures under the tag. */
export interface PicturePlace {
  readonly file: string;
  readonly offset: number;
  readonly tag: string;
  readonly index: number;
}
