// Reads a whole file that somebody else made, but never more of it than allowed.

import { constants, open } from 'node:fs/promises';

import { asError, EngineError } from '../protocol/errors.js';
import { invalidModel } from './invalidModel.js';

const CHUNK_BYTES = 64 * 1024 * 1024;

/** Opening a pipe must not wait for somebody to write. (Windows has no such flag, nor such pipes in folders.) */
const READ_WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * The file's bytes, in a buffer of its own that starts 8-byte aligned.
 *
 * @throws EngineError `model-not-found` when it is missing or unreadable, `model-invalid` when it is no regular
 *   file, is larger than `maximumBytes` or changes while being read.
 */
export async function readFileBytes(path: string, maximumBytes: number): Promise<Uint8Array> {
  const file = await open(path, READ_WITHOUT_WAITING).catch((thrown: unknown) => {
    throw new EngineError('model-not-found', `${path}: cannot be opened: ${asError(thrown).message}`, {
      cause: thrown,
    });
  });
  try {
    const status = await file.stat();
    if (!status.isFile()) throw invalidModel(path, 'is not a regular file; expected a weight file');
    if (status.size > maximumBytes)
      throw invalidModel(path, `has ${status.size} bytes; at most ${maximumBytes} are read`);
    const bytes = new Uint8Array(status.size);
    for (let filled = 0; filled < bytes.length;) {
      const length = Math.min(CHUNK_BYTES, bytes.length - filled);
      const { bytesRead } = await file.read(bytes, filled, length, filled);
      if (bytesRead === 0) throw invalidModel(path, 'became shorter while it was read; try again');
      filled += bytesRead;
    }
    return bytes;
  } catch (thrown) {
    if (thrown instanceof EngineError) throw thrown;
    throw new EngineError('model-not-found', `${path}: cannot be read: ${asError(thrown).message}`, {
      cause: thrown,
    });
  } finally {
    await file.close();
  }
}
