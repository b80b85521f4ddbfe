// A tidy copy of an image file for the decoder: bytes of ours (a header without faults) and ranges of the file (its
// compressed pixels). Small copies stay in memory, large ones go to a scratch file.

import { open } from 'node:fs/promises';
import {
  createScratchFile,
  DEFAULT_MEMORY_LIMIT_BYTES,
  readFully,
  writeFully,
  type ScratchOptions,
} from './scratch.js';
import { unwritable } from '../files/unwritable.js';

/** Bytes as they are, or a range of the file. */
export type FilePart = Uint8Array | { readonly offset: number; readonly length: number };
export type FileCopy = readonly FilePart[];

export interface WrittenCopy {
  /** What sharp opens. */
  readonly input: Buffer | string;
  remove(): Promise<void>;
}

const BYTES_AT_ONCE = 4 * 1024 * 1024;

/** Writes a copy. The caller has checked that every range lies in the file. Throws `output-unwritable`. */
export async function writeCopy(
  path: string,
  copy: FileCopy,
  { scratchDir, memoryLimitBytes = DEFAULT_MEMORY_LIMIT_BYTES }: ScratchOptions,
): Promise<WrittenCopy> {
  const bytes = copy.reduce((sum, { length }) => sum + length, 0);
  const source = await open(path, 'r');
  try {
    if (bytes <= memoryLimitBytes) {
      const input = Buffer.alloc(bytes);
      let at = 0;
      for (const part of copy) {
        const into = input.subarray(at, (at += part.length));
        if (part instanceof Uint8Array) into.set(part);
        else await readFully(source, into, part.offset);
      }
      return { input, remove: () => Promise.resolve() };
    }
    const file = await createScratchFile(scratchDir, '.copy');
    try {
      let at = 0;
      for (const part of copy) {
        for (let done = 0; done < part.length; done += BYTES_AT_ONCE) {
          const length = Math.min(BYTES_AT_ONCE, part.length - done);
          const chunk =
            part instanceof Uint8Array ? part.subarray(done, done + length) : new Uint8Array(length);
          if (!(part instanceof Uint8Array)) await readFully(source, chunk, part.offset + done);
          await writeFully(file.handle, chunk, at).catch((error: unknown) => {
            throw unwritable(file.path, error);
          });
          at += length;
        }
      }
      return { input: file.path, remove: () => file.remove() };
    } catch (error) {
      await file.remove();
      throw error;
    }
  } finally {
    await source.close();
  }
}

/** Runs `work` with the copies written, in their order, and removes them. */
export async function withCopies<T>(
  path: string,
  copies: readonly FileCopy[],
  options: ScratchOptions,
  work: (inputs: readonly (Buffer | string)[]) => Promise<T>,
): Promise<T> {
  const written: WrittenCopy[] = [];
  try {
    for (const copy of copies) written.push(await writeCopy(path, copy, options));
    return await work(written.map(({ input }) => input));
  } finally {
    for (const copy of written) await copy.remove();
  }
}
