// A small version of a large picture, kept beside it, so that a viewer has something to show at once.

import { join } from 'node:path';
import { loadCodec } from '../images/codec.js';
import type { PixelSource } from '../images/pixelSource.js';
import { unwritable } from '../files/unwritable.js';
import type { Control } from '../protocol/progress.js';
import { wholeAtLevel } from './halve.js';

/** Pictures up to here are shown at once as they are. */
const LARGEST_WITHOUT_PX = 2048;
const LARGEST_OVERVIEW_PX = 1024;

/** Writes `<name>.overview.jpg` for a large picture; returns the file's name, or undefined for one that needs none. */
export async function writeOverview(
  dir: string,
  name: string,
  source: PixelSource,
  control: Control,
): Promise<string | undefined> {
  const longest = Math.max(source.width, source.height);
  if (longest <= LARGEST_WITHOUT_PX) return undefined;
  const level = Math.ceil(Math.log2(longest / LARGEST_OVERVIEW_PX));
  const { data, width, height, channels } = await wholeAtLevel(source, level, control);
  const codec = await loadCodec();
  const file = `${name}.overview.jpg`;
  await codec(data, { raw: { width, height, channels } })
    .jpeg({ quality: 85 })
    .toFile(join(dir, file))
    .catch((error: unknown) => {
      throw unwritable(join(dir, file), error);
    });
  return file;
}
