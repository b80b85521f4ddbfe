// Image reader: JPEG.

import { jpegHeader } from './jpegHeader.js';
import { libvipsReader } from './libvipsReader.js';
import { tidyJpeg } from './tidyJpeg.js';

/** Bytes at the end of a file in which its end is looked for. */
const END_BYTES = 65_536;

export const jpeg = libvipsReader({
  id: 'jpeg',
  title: 'JPEG',
  endings: ['.jpg', '.jpeg'],
  decoder: 'VipsForeignLoadJpeg',
  wholeKind: 'a progressive JPEG',
  unlimitedFromBytes: Infinity,
  isTurnedByPillow: false,
  recognises: (start) => start.toString('latin1', 0, 3) === '\xff\xd8\xff',
  header: jpegHeader,
  tidied: tidyJpeg,
  /** The end-of-image marker may be followed by padding or a thumbnail. */
  async isCutOff(bytesAt, fileBytes) {
    const from = Math.max(0, fileBytes - END_BYTES);
    return !(await bytesAt(from, fileBytes - from)).includes('\xff\xd9', 0, 'latin1');
  },
});
