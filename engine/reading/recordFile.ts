// Reads the JSON files of records, which may be of unknown origin, with one wording of errors: "<file>: <what was found
// and what was expected>. <What to do>."

import { readFileBytes } from '../files/fileBytes.js';
import { parseJsonObject } from '../files/strictJson.js';
import { EngineError } from '../protocol/errors.js';
import type { Shape } from '../protocol/shape.js';

export interface RecordFile {
  readonly mostBytes: number;
  /** A sentence for people: what to do about a damaged file. */
  readonly advice: string;
}

export const RESULT_ADVICE =
  'The result is damaged: analyse the image again, or restore the file from a copy.';
export const RUN_ADVICE = 'The run is damaged: restore the file from a copy.';

/**
 * The checked object of a JSON file; undefined when there is no such file.
 *
 * @throws EngineError `usage` for a file that cannot be read, is too large, no JSON object, or of another shape
 */
export function readRecordFile<T>(
  path: string,
  shape: Shape<T>,
  { mostBytes, advice }: RecordFile,
): Promise<T | undefined> {
  return withAdvice(path, advice, async () => {
    const bytes = await bytesIfThere(path, mostBytes);
    return bytes && shape(parseJsonObject(bytes, path), path);
  });
}

async function bytesIfThere(path: string, mostBytes: number): Promise<Uint8Array | undefined> {
  try {
    return await readFileBytes(path, mostBytes);
  } catch (thrown) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(thrown) ?? '')) return undefined;
    throw thrown;
  }
}

/**
 * Reads a file and adds to its errors where they are and what to do about them; cancelled readings and defects pass as
 * they are.
 */
export async function withAdvice<T>(path: string, advice: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    if (!(thrown instanceof EngineError) || thrown.code === 'cancelled') throw thrown;
    const { code, message } = thrown;
    const located = message.startsWith(path) ? message : `${path}: ${message}`;
    const todo = systemCode(thrown) === undefined ? advice : 'Check that you may read it.';
    throw new EngineError(code, `${located.replace(/\.?$/, '.')} ${todo}`, { cause: thrown });
  }
}

/** "EACCES" and the like; undefined for an error that does not come from the operating system. */
function systemCode(thrown: unknown): string | undefined {
  const { cause } = thrown as { readonly cause?: NodeJS.ErrnoException };
  return cause?.code;
}
