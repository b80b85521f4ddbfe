// Reads a whole file that anybody may have made, but never more of it than allowed.

import { constants, open } from 'node:fs/promises';

import { asError, EngineError, type EngineErrorCode } from '../protocol/errors.js';

const CHUNK_BYTES = 64 * 1024 * 1024;

/** A pipe must not make the reader wait for a writer. (Windows has no such flag, nor such pipes in folders.) */
export const READ_WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** What a file should be, and the codes of its errors: a missing model is another error than a missing record. */
export interface FileKind {
  /** "a weight file". */
  readonly expected: string;
  readonly missing: EngineErrorCode;
  readonly broken: EngineErrorCode;
}

export const PLAIN_FILE: FileKind = { expected: 'a file', missing: 'usage', broken: 'usage' };

/**
 * An error about a foreign file; `where` names the file (and entry), `what` what was found and expected. Control
 * characters, which a file could smuggle to the terminal, become spaces.
 */
export function brokenFile(where: string, what: string, kind: FileKind, cause?: unknown): EngineError {
  const message = `${where}: ${what}`.replace(/\p{Cc}+/gu, ' ');
  return new EngineError(kind.broken, message, cause === undefined ? undefined : { cause });
}

/** A piece of a foreign file, fit to be quoted in a message: one line, printable, at most 60 characters. */
export function quoted(text: string): string {
  const printable = text.slice(0, 61).replace(/[^\x20-\x7e]/g, '?');
  return printable.length > 60 ? `"${printable.slice(0, 60)}…"` : `"${printable}"`;
}

/**
 * The file's bytes, in a buffer of its own that starts 8-byte aligned.
 *
 * @throws EngineError with the kind's code for missing files when it is missing or unreadable; with that for broken
 *   ones when it is no regular file, is larger than `maximumBytes` or changes while being read
 */
export async function readFileBytes(
  path: string,
  maximumBytes: number,
  kind: FileKind = PLAIN_FILE,
): Promise<Uint8Array> {
  const file = await open(path, READ_WITHOUT_WAITING).catch((thrown: unknown) => {
    throw new EngineError(kind.missing, `${path}: cannot be opened: ${asError(thrown).message}`, {
      cause: thrown,
    });
  });
  try {
    const status = await file.stat();
    if (!status.isFile()) throw brokenFile(path, `is not a regular file; expected ${kind.expected}`, kind);
    if (status.size > maximumBytes)
      throw brokenFile(path, `has ${status.size} bytes; at most ${maximumBytes} are read`, kind);
    const bytes = new Uint8Array(status.size);
    for (let filled = 0; filled < bytes.length;) {
      const length = Math.min(CHUNK_BYTES, bytes.length - filled);
      const { bytesRead } = await file.read(bytes, filled, length, filled);
      if (bytesRead === 0) throw brokenFile(path, 'became shorter while it was read; try again', kind);
      filled += bytesRead;
    }
    return bytes;
  } catch (thrown) {
    if (thrown instanceof EngineError) throw thrown;
    throw new EngineError(kind.missing, `${path}: cannot be read: ${asError(thrown).message}`, {
      cause: thrown,
    });
  } finally {
    await file.close();
  }
}
