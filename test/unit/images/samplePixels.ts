// Pixels, files and folders for the tests of images.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Raster } from '../../../engine/protocol/raster.js';
import { seededRandom } from '../../fuzz/mutate.js';

const FIXTURES = fileURLToPath(new URL('../../../../test/fixtures/images/', import.meta.url));

export function fixture(name: string): string {
  return join(FIXTURES, name);
}

/** Pixels that all differ from their neighbours, so that a shift by one or a swapped channel shows. */
export function patterned(width: number, height: number, channels: 1 | 3 = 3): Raster {
  const data = Uint8Array.from(
    { length: width * height * channels },
    (_, i) => Math.imul(i, 2654435761) >>> 24,
  );
  return { width, height, channels, data };
}

/** Pixels that no compression makes smaller. */
export function noise(width: number, height: number): Raster {
  const random = seededRandom(1);
  return { width, height, channels: 3, data: new Uint8Array(width * height * 3).map(() => random() * 256) };
}

/** The rectangle of a raster, taken pixel by pixel. */
export function cutOut(
  { width, channels, data }: Raster,
  x: number,
  y: number,
  w: number,
  h: number,
): number[] {
  const cut: number[] = [];
  for (let row = y; row < y + h; row++)
    for (let column = x; column < x + w; column++)
      for (let c = 0; c < channels; c++) cut.push(data[(row * width + column) * channels + c]!);
  return cut;
}

export interface Folder {
  readonly path: string;
  file(name: string): string;
  /** Names of the files in it, hidden ones too. */
  names(): string[];
}

/** A folder of its own for each test of the enclosing suite. Call inside `describe`. */
export function folderPerTest(): Folder {
  let path = '';
  beforeEach(() => (path = mkdtempSync(join(tmpdir(), 'deepliif-images-test-'))));
  afterEach(() => rmSync(path, { recursive: true, force: true }));
  return {
    get path() {
      return path;
    },
    file: (name) => join(path, name),
    names: () => readdirSync(path),
  };
}
