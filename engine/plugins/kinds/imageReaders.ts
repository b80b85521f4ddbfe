// Image readers of plug-ins: kinds of files that become pixels.
//
// A module exports `imageReaders[id]` with two functions. `describe(path)` returns `{ width, height, mpp?, notices? }`: pixels,
// micrometres per pixel, sentences that a user should read. `rows(path, from, count)` returns the rows `from … from + count - 1` as
// a Uint8Array of count × width × 3 values, red, green, blue. It is called from the first row to the last, once each. Paths are
// absolute. A file is for the reader if its name ends in one of `endings` and its first bytes are `firstBytes`, as far as they are
// declared.

import { imageReaders, type ImageReader } from '../../images/imageReaders.js';
import { DEFAULT_MAX_PIXELS, refuseTooLarge } from '../../images/limits.js';
import { createSink } from '../../images/scratch.js';
import { EngineError } from '../../protocol/errors.js';
import { list, message, number, text, whole } from '../../protocol/shape.js';
import { checkedAnswer, nameOf, pluginFault, type ContributedCode } from './contributed.js';

const DESCRIBE_TIMEOUT_MS = 60_000;
const ROWS_TIMEOUT_MS = 120_000;
/** Bytes of rows in one call, about. */
const BAND_BYTES = 16 * 2 ** 20;

const description = message(
  { width: whole(1, 1e9), height: whole(1, 1e9) },
  { mpp: number(1e-6, 1e6), notices: list(text({ most: 500 }), 20) },
);

/** Adds a reader of a plug-in to the table; returns a function that takes it out again. */
export function addImageReader(from: ContributedCode<'imageReaders'>): () => void {
  return imageReaders.add(readerRow(from));
}

function readerRow(from: ContributedCode<'imageReaders'>): ImageReader {
  const { plugin, contribution, code } = from;
  const { id, title, firstBytes = [] } = contribution;
  const endings = contribution.endings.map((ending) => ending.toLowerCase());

  const described = async (path: string, maxPixels = DEFAULT_MAX_PIXELS) => {
    const answer = await asUnreadable(path, () =>
      code.call('imageReaders', id, 'describe', [path], { timeoutMs: DESCRIBE_TIMEOUT_MS }),
    );
    const found = await asUnreadable(path, () =>
      Promise.resolve(checkedAnswer('imageReaders', from, 'describe', description, answer)),
    );
    refuseTooLarge(path, { ...found, wholeImageBytes: 0 }, title, maxPixels);
    return found;
  };
  const band = async (path: string, y: number, count: number, width: number) => {
    const answer = await code.call('imageReaders', id, 'rows', [path, y, count], {
      timeoutMs: ROWS_TIMEOUT_MS,
    });
    if (answer instanceof Uint8Array && answer.length === count * width * 3) return answer;
    const got = answer instanceof Uint8Array ? `${answer.length} bytes` : 'no Uint8Array';
    throw pluginFault(
      'imageReaders',
      from,
      `gave ${got} for rows ${y} to ${y + count - 1}; expected ${count} × ${width} × 3 = ${count * width * 3}`,
    );
  };
  return {
    ...{ id, title, endings, plugin: nameOf(plugin) },
    recognises: (start, path) =>
      (endings.length > 0 || firstBytes.length > 0) &&
      (endings.length === 0 || endings.some((ending) => path.toLowerCase().endsWith(ending))) &&
      firstBytes.every((byte, i) => start[i] === byte),
    async describe(path, { maxPixels }) {
      const { width, height, mpp } = await described(path, maxPixels);
      return { width, height, mpp };
    },
    async open(path, options) {
      const { width, height, mpp, notices = [] } = await described(path, options.maxPixels);
      const sink = await createSink(width, height, 3, options);
      try {
        const rows = Math.max(1, Math.floor(BAND_BYTES / (width * 3)));
        for (let y = 0; y < height; y += rows) {
          const count = Math.min(rows, height - y);
          const data = await asUnreadable(path, () => band(path, y, count, width));
          await sink.write(0, y, { width, height: count, channels: 3, data });
        }
        return { ...(await sink.finish()), mpp, notices };
      } catch (error) {
        await sink.discard();
        throw error;
      }
    },
  };
}

/** Readers fail with `image-unreadable` and the path, whoever is to blame. */
async function asUnreadable<T>(path: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'plugin-failed') throw error;
    throw new EngineError('image-unreadable', `Cannot read ${path}: ${error.message}`, { cause: error });
  }
}
