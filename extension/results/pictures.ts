// Pictures for a page: a file that the browser decodes at once, or tiles from the engine.

import { stat } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { levelCount } from '../../engine/protocol/pictures.js';
import type { Picture } from '../../webview/messages/viewer.js';
import { readPictureSize, type PictureSize } from '../../engine/reading/pictureSize.js';

/** Larger pictures come in tiles: not every GPU takes larger textures, and the first view must not wait for them. */
export const MOST_FILE_SIDE_PX = 4096;
const BROWSERS_KNOW = /^\.(png|jpe?g|webp)$/i;

/** Page that will show a result or an image: the parts on which reading depends. */
export interface Reading {
  /** Address under which the page fetches a file. Another `version` is another address: the page keeps what it has. */
  readonly uriOf: (file: string, version: string) => string;
  /** True if the page may have access to a folder. The engine reads the pictures of other folders. */
  readonly mayServe: (folder: string) => boolean;
}

/** A picture and the file behind it. */
export interface ReadPicture {
  readonly picture: Picture;
  readonly file: string;
  readonly widthPx: number;
  readonly heightPx: number;
}

/**
 * A picture for the page; undefined if its size is not known. `expected`: size in the record, for a format that only the
 * engine reads. Rejects if the file cannot be read.
 */
export async function readPicture(
  file: string,
  reading: Reading,
  expected?: { readonly widthPx: number; readonly heightPx: number },
  overviewUri?: string,
): Promise<ReadPicture | undefined> {
  const version = await versionOf(file);
  const header = await readPictureSize(file);
  const size = header && !header.turned ? header : (expected ?? header);
  if (!size) return undefined;
  const { widthPx, heightPx } = size;
  const id = `${file}?${version}`;
  const picture: Picture =
    header && browserShows(file, header) && reading.mayServe(dirname(file))
      ? { id, kind: 'file', uri: reading.uriOf(file, version) }
      : {
          id,
          kind: 'tiles',
          info: { widthPx, heightPx, levels: levelCount(widthPx, heightPx) },
          ...(overviewUri === undefined ? {} : { overviewUri }),
        };
  return { picture, file, widthPx, heightPx };
}

/** A text that changes whenever the file does. Rejects if the file is missing. */
export async function versionOf(file: string): Promise<string> {
  const { mtimeMs, size } = await stat(file);
  return `${Math.round(mtimeMs)}-${size}`;
}

/** The engine shows turned pictures: it turns them as it did when it analysed them. */
function browserShows(file: string, { widthPx, heightPx, turned }: PictureSize): boolean {
  return BROWSERS_KNOW.test(extname(file)) && !turned && Math.max(widthPx, heightPx) <= MOST_FILE_SIDE_PX;
}
