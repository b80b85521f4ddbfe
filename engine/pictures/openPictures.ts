// Open pictures: those that viewers show, ready for tiles of every level. A picture is decoded once, by its first tile;
// pixels beyond a few megabytes lie in scratch files. Pictures not used for long are closed to make room for others,
// and all of them when idle.

import { stat } from 'node:fs/promises';
import { describeImage, openImage } from '../images/decode.js';
import { unreadable } from '../images/imageFile.js';
import type { PixelSource } from '../images/pixelSource.js';
import { createSink } from '../images/scratch.js';
import { orCancelled, throwIfCancelled } from '../control/cancel.js';
import { EngineError } from '../protocol/errors.js';
import {
  levelCount,
  levelSize,
  PICTURE_TILE_PX,
  type PictureInfo,
  type PictureTile,
  type TileAddress,
} from '../protocol/pictures.js';
import type { Control } from '../protocol/progress.js';
import { nextLevel } from './halve.js';

export interface OpenPicturesOptions {
  /** Limits on the number of open pictures, and on the bytes of raw pixels of all their levels together. */
  readonly mostOpen?: number;
  readonly mostBytes?: number;
  /** Pictures of more bytes than this lie in scratch files. */
  readonly memoryLimitBytes?: number;
  /** Milliseconds without a request after which everything is closed. */
  readonly idleMs?: number;
  /** Made on demand; default the system's folder for temporary files. */
  readonly scratchDir?: () => Promise<string>;
}

export interface OpenPictures {
  /** Reads the header only. Throws `image-unreadable`. */
  open(file: string, control: Control): Promise<PictureInfo>;
  /** Throws `image-unreadable`, `output-unwritable`, `usage` for a tile that is not there, `cancelled`. */
  tile(file: string, address: TileAddress, control: Control): Promise<PictureTile>;
  /** Number of pictures that are open or being opened. */
  count(): number;
  close(): Promise<void>;
}

/** Decoders and large pyramids at work at a time. */
const OPENED_AT_ONCE = 2;

interface Picture {
  readonly file: string;
  /** Version of the file that was opened: another one may have taken its name since. */
  readonly version: string;
  readonly levels: Promise<readonly PixelSource[]>;
  bytes: number;
  /** Requests that wait for it or read from it. */
  users: number;
  /** Closed as soon as no request reads from it. */
  gone: boolean;
  readonly abort: AbortController;
}

export function openPictures({
  mostOpen = 24,
  mostBytes = 8e9,
  memoryLimitBytes = 8e6,
  idleMs = 120_000,
  scratchDir,
}: OpenPicturesOptions = {}): OpenPictures {
  /** Pictures by file, the least recently used first. */
  const pictures = new Map<string, Picture>();
  const turns: (() => void)[] = [];
  let opening = 0;
  let idle: NodeJS.Timeout | undefined;

  async function tile(file: string, address: TileAddress, control: Control): Promise<PictureTile> {
    const version = await versionOf(file);
    throwIfCancelled(control);
    const picture = pictureOf(file, version);
    picture.users++;
    try {
      const levels = await orCancelled(picture.levels, control);
      return await readTile(file, levels, address);
    } finally {
      picture.users--;
      // Cancelled by all requests before it was ready: the rest of its decoding would be for nothing.
      if (picture.users === 0 && control.signal?.aborted && picture.bytes === 0) giveUp(picture);
      else if (picture.users === 0 && picture.gone) void closePicture(picture);
      stayOpenFor();
    }
  }

  function pictureOf(file: string, version: string): Picture {
    const known = pictures.get(file);
    if (known && known.version !== version) giveUp(known);
    const picture = known && !known.gone ? known : start(file, version);
    pictures.delete(file);
    pictures.set(file, picture);
    return picture;
  }

  function start(file: string, version: string): Picture {
    const abort = new AbortController();
    const levels = whenFree(() => open(file, abort.signal), abort.signal);
    const picture: Picture = { file, version, levels, bytes: 0, users: 0, gone: false, abort };
    levels.then(
      (opened) => {
        picture.bytes = opened.reduce((sum, { width, height }) => sum + 3 * width * height, 0);
        makeRoom();
      },
      () => giveUp(picture), // requests that wait for it get the error; the next one tries anew
    );
    return picture;
  }

  async function open(file: string, signal: AbortSignal): Promise<readonly PixelSource[]> {
    const scratch = { scratchDir: await scratchDir?.(), memoryLimitBytes };
    const levels: PixelSource[] = [await openImage(file, { colour: 'managed', ...scratch })];
    try {
      const { width, height } = levels[0]!;
      for (const count = levelCount(width, height); levels.length < count;)
        levels.push(await nextLevel(levels.at(-1)!, (w, h) => createSink(w, h, 3, scratch), { signal }));
      return levels;
    } catch (error) {
      for (const level of levels) await level.close();
      throw error;
    }
  }

  /** Runs `work` when fewer than OPENED_AT_ONCE others do. */
  async function whenFree<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (opening >= OPENED_AT_ONCE) await new Promise<void>((resolve) => turns.push(resolve));
    else opening++;
    try {
      throwIfCancelled({ signal });
      return await work();
    } finally {
      const next = turns.shift();
      if (next) next();
      else opening--;
    }
  }

  function makeRoom(): void {
    let bytes = [...pictures.values()].reduce((sum, picture) => sum + picture.bytes, 0);
    for (const picture of pictures.values()) {
      if (pictures.size <= 1 || (pictures.size <= mostOpen && bytes <= mostBytes)) return;
      bytes -= picture.bytes;
      giveUp(picture);
    }
  }

  function giveUp(picture: Picture): void {
    if (picture.gone) return;
    picture.gone = true;
    if (pictures.get(picture.file) === picture) pictures.delete(picture.file);
    if (picture.users === 0) void closePicture(picture);
  }

  function stayOpenFor(): void {
    clearTimeout(idle);
    idle = setTimeout(() => void close(), idleMs);
    idle.unref();
  }

  async function close(): Promise<void> {
    clearTimeout(idle);
    const all = [...pictures.values()];
    all.forEach(giveUp);
    await Promise.allSettled(all.map(({ levels }) => levels));
  }

  return {
    open: async (file, control) => {
      throwIfCancelled(control);
      const { width, height, mpp } = await describeImage(file, { colour: 'managed' });
      return {
        widthPx: width,
        heightPx: height,
        levels: levelCount(width, height),
        ...(mpp === undefined ? {} : { mpp }),
      };
    },
    tile,
    count: () => pictures.size,
    close,
  };
}

async function closePicture(picture: Picture): Promise<void> {
  picture.abort.abort();
  const levels = await picture.levels.catch(() => []);
  for (const level of levels) await level.close();
}

/** Changes when the file is written anew. */
async function versionOf(file: string): Promise<string> {
  const found = await stat(file).catch((error: Error) => {
    throw unreadable(file, `${error.message}.`, error);
  });
  return `${found.ino} ${found.size} ${found.mtimeMs}`;
}

async function readTile(
  file: string,
  levels: readonly PixelSource[],
  { level, column, row }: TileAddress,
): Promise<PictureTile> {
  const source = levels[level];
  const x = column * PICTURE_TILE_PX;
  const y = row * PICTURE_TILE_PX;
  if (!source || x >= source.width || y >= source.height) throw noSuchTile(file, levels, level);
  const widthPx = Math.min(PICTURE_TILE_PX, source.width - x);
  const heightPx = Math.min(PICTURE_TILE_PX, source.height - y);
  const { data } = await source.read(x, y, widthPx, heightPx);
  const rgba = new Uint8Array(4 * widthPx * heightPx);
  for (let i = 0, o = 0; i < data.length; i += 3, o += 4) {
    rgba[o] = data[i]!;
    rgba[o + 1] = data[i + 1]!;
    rgba[o + 2] = data[i + 2]!;
    rgba[o + 3] = 255;
  }
  return { widthPx, heightPx, rgba };
}

function noSuchTile(file: string, levels: readonly PixelSource[], level: number): EngineError {
  const { width, height } = levels[0]!;
  const size = levelSize({ widthPx: width, heightPx: height }, level);
  const what =
    level < levels.length
      ? `level ${level} has ${size.widthPx} × ${size.heightPx} pixels`
      : `there are ${levels.length} levels`;
  return new EngineError('usage', `${file} has no such tile: ${what}.`);
}
