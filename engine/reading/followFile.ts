// Follows a file that grows: each reading takes what was written since the last one. A file that was shortened or replaced
// is read anew. What the bytes mean is the caller's.

import { open, type FileHandle } from 'node:fs/promises';
import { READ_WITHOUT_WAITING } from '../files/fileBytes.js';

/** Place of the last reading, and whatever its reader keeps. */
export interface FilePlace {
  offset: number;
  inode: number;
}

export interface Following<P extends FilePlace> {
  /** Place before the first byte. */
  beginning(this: void): P;
  /** True if the file still begins as it was read. */
  goesOn(this: void, handle: FileHandle, place: P, size: number): boolean | Promise<boolean>;
  /** Reads on from the place; true if there was something. `heard`: to be called after each piece. */
  readFrom(this: void, handle: FileHandle, place: P, size: number, heard?: () => void): Promise<boolean>;
}

export interface FollowedFile<P extends FilePlace> {
  /** Another object after the file was read anew. */
  readonly place: P;
  /**
   * Reads the new part of the file; true if there was one. Readings do not overlap: one that is requested during another
   * follows it.
   */
  read(heard?: () => void): Promise<boolean>;
}

/** @param file absolute path. One that is not there is empty */
export function followFile<P extends FilePlace>(file: string, following: Following<P>): FollowedFile<P> {
  let place = following.beginning();
  const readOn = async (heard?: () => void): Promise<boolean> => {
    const handle = await openIfThere(file);
    if (!handle) {
      const had = place.offset > 0;
      if (had) place = following.beginning();
      return had;
    }
    try {
      const { size, ino } = await handle.stat();
      const goesOn = ino === place.inode && (await following.goesOn(handle, place, size));
      const isAnew = place.offset > 0 && !goesOn;
      if (isAnew) place = following.beginning();
      place.inode = ino;
      return (await following.readFrom(handle, place, size, heard)) || isAnew;
    } finally {
      await handle.close();
    }
  };
  return {
    get place() {
      return place;
    },
    read: oneAfterAnother(readOn),
  };
}

/** Runs one reading after the other. */
export function oneAfterAnother(
  read: (heard?: () => void) => Promise<boolean>,
): (heard?: () => void) => Promise<boolean> {
  let last: Promise<unknown> = Promise.resolve();
  return (heard) => {
    const reading = last.catch(() => undefined).then(() => read(heard)); // its caller has the failure
    last = reading;
    return reading;
  };
}

/** undefined when there is no such file, or a folder or a pipe has its name. */
export async function openIfThere(file: string): Promise<FileHandle | undefined> {
  const handle = await open(file, READ_WITHOUT_WAITING).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (!handle || (await handle.stat()).isFile()) return handle;
  await handle.close();
  return undefined;
}

/** Bytes at a place, fewer at the end of the file. */
export async function bytesAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  return bytes.subarray(0, bytesRead);
}
