// Whether an image is still the one that was analysed. Its checksum says so for sure; to spare reading large files each
// time a result is opened, only a file that was written after the analysis is looked at.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Read in a fraction of a second; of a larger image only its time is known. */
const MOST_HASHED_BYTES = 64 * 2 ** 20;

/** What to tell the user; undefined when there is nothing to tell. Rejects when the file cannot be read. */
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
