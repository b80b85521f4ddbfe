// Reads whole files of unknown origin, up to a size limit.

import { constants, open } from 'node:fs/promises';

import { asError, EngineError, type EngineErrorCode } from '../protocol/errors.js';

const CHUNK_BYTES = 64 * 1024 * 1024;

/** Opens without blocking, where a named pipe would wait for a writer. (Windows has no such flag and no such pipes.) */
export const READ_WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Expected kind of a file, and the error codes for a missing and a broken one: a missing model is another error than a
 * missing record.
 */
export interface FileKind {
  /** "a weight file". */
  readonly expected: string;
  readonly missing: EngineErrorCode;
  readonly broken: EngineErrorCode;
}

export const PLAIN_FILE: FileKind = { expected: 'a file', missing: 'usage', broken: 'usage' };

/**
 * Error about a foreign file; `where` names the file (and entry), `what` says the value found and the value expected.
 * Control characters become spaces, so that no file can send them to the terminal.
 */
export function brokenFile(where: string, what: string, kind: FileKind, cause?: unknown): EngineError {
  const message = `${where}: ${what}`.replace(/\p{Cc}+/gu, ' ');
  return new EngineError(kind.broken, message, cause === undefined ? undefined : { cause });
}

/** Quotes text of a foreign file for a message: one line, printable, at most 60 characters. */
export function quoted(text: string): string {
  const printable = text.slice(0, 61).replace(/[^\x20-\x7e]/g, '?');
  return printable.length > 60 ? `"${printable.slice(0, 60)}…"` : `"${printable}"`;
}

/**
 * Reads a file into a buffer of its own that starts 8-byte aligned.
 *
 * @throws EngineError with code `kind.missing` if the file is missing or unreadable, `kind.broken` if it is no
 *   regular file, is larger than `maximumBytes` or changes while it is read
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
