// Checks that an image is still the one that was analysed. The checksum is certain, but needs a reading of the whole
// file, so only a file that was written after the analysis is checked.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { MOST_HASHED_BYTES } from './limits.js';

/**
 * A sentence for people; undefined for an image that is the same. The checksum of a large image is not computed, and
 * its time decides. Rejects when the file cannot be read.
 */
export async function imageChange(
  file: string,
  { sha256, analysedAt }: { readonly sha256: string; readonly analysedAt: string },
): Promise<string | undefined> {
  const { mtimeMs, size } = await stat(file);
  if (!(mtimeMs > Date.parse(analysedAt))) return undefined;
  if (size > MOST_HASHED_BYTES)
    return `The image ${file} was written after its analysis, so the result may be that of another picture.`;
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest('hex') === sha256
    ? undefined
    : `The image ${file} has changed since its analysis: the result is that of another picture. Analyse it again.`;
}
