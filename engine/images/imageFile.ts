// Image files as bytes: opened with a message that helps where they cannot be, and read piece by piece.

import { open, stat, type FileHandle } from 'node:fs/promises';
import { asError, EngineError } from '../protocol/errors.js';

/** Reads `length` bytes at `offset`; fewer at the end of the file. */
export type ReadBytes = (offset: number, length: number) => Promise<Buffer>;

/** The error for an image file: names the file and the problem. */
export function unreadable(path: string, problem: string, cause?: unknown): EngineError {
  return new EngineError(
    'image-unreadable',
    `Cannot read ${path}: ${problem}`,
    cause ? { cause } : undefined,
  );
}

/** Runs `work` with the file open, and closes it. Throws `image-unreadable` if it cannot be opened or read. */
export async function withImageFile<T>(
  path: string,
  work: (bytesAt: ReadBytes, fileBytes: number) => Promise<T>,
): Promise<T> {
  const handle = await openFile(path);
  try {
    return await work(byteReader(handle), (await handle.stat()).size);
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw unreadable(path, `${asError(error).message}.`, error);
  } finally {
    await handle.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    // The kind of file is checked first: opening a pipe or a device could wait forever.
    const found = await stat(path);
    if (found.isDirectory())
      throw unreadable(path, 'it is a folder. Expected an image file; name the files in it.');
    if (!found.isFile()) throw unreadable(path, 'it is not a regular file. Expected an image file.');
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof EngineError) throw error;
    const { code, message } = asError(error) as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw unreadable(path, 'there is no such file. Check the name.', error);
    if (code === 'ENOTDIR')
      throw unreadable(path, 'a part of its path is a file, not a folder. Check the path.', error);
    if (code === 'EACCES' || code === 'EPERM')
      throw unreadable(path, 'permission denied. Ask for the right to read it, or copy it.', error);
    throw unreadable(path, `${message}.`, error);
  }
}

function byteReader(handle: FileHandle): ReadBytes {
  return async (offset, length) => {
    if (!Number.isSafeInteger(offset)) return Buffer.alloc(0); // a hostile 64-bit offset
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  };
}
