// Label images: grey pictures of 8 or 16 bits whose values are numbers of nuclei, not brightness. They are read as stored.

import { basename, extname } from 'node:path';
import { asError } from '../protocol/errors.js';
import { allowDecoder, loadCodec } from './codec.js';
import { unreadable } from './imageFile.js';
import { LARGEST_LABEL_SIDE_PX } from './limits.js';

export interface LabelImage {
  readonly width: number;
  readonly height: number;
  /** A value per pixel, 0 is background. */
  readonly labels: Uint16Array;
}

/** Numbers of a grey picture; undefined for a picture in colours. @throws EngineError `image-unreadable` */
export async function readLabelImage(path: string): Promise<LabelImage | undefined> {
  allowDecoder('VipsForeignLoadPng');
  allowDecoder('VipsForeignLoadTiff');
  const codec = await loadCodec();
  try {
    const image = codec(path, { failOn: 'warning', ignoreIcc: true });
    const { width, height, channels, depth } = await image.metadata();
    if (channels !== 1 || (depth !== 'uchar' && depth !== 'ushort')) return undefined;
    if (Math.max(width, height) > LARGEST_LABEL_SIDE_PX)
      throw new Error(
        `has ${width} × ${height} px; label images have sides of ${LARGEST_LABEL_SIDE_PX} px at most`,
      );
    const space = depth === 'ushort' ? 'grey16' : 'b-w';
    const { data } = await image.toColourspace(space).raw({ depth }).toBuffer({ resolveWithObject: true });
    const labels =
      depth === 'ushort'
        ? new Uint16Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength))
        : Uint16Array.from(data);
    return { width, height, labels };
  } catch (thrown) {
    throw unreadable(path, asError(thrown).message);
  }
}

/** Name of the image that a file of labels belongs to: "a" of "a.png", "a_label.png" and "a_labels.tif". */
export function labelledName(file: string): string {
  return basename(file, extname(file)).replace(/_labels?$/, '');
}
