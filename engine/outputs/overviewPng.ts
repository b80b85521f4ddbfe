// PNG of an output for viewers without our renderer (GitHub, nbviewer, JupyterLab): a small picture below lines of text. The
// same picture and text give the same bytes.

import { loadCodec } from '../images/codec.js';
import { emptyRaster } from '../images/memory.js';
import { copyRectangle } from '../images/rectangle.js';
import type { Raster } from '../protocol/raster.js';
import { drawText, LETTER_DOTS, LINE_DOTS } from './dotLetters.js';

const LONGEST_SIDE_PX = 320;
const LEAST_WIDTH_PX = 320;
const MARGIN_PX = 6;
/** Letters of a line: the title of a picture with a long name is cut. */
const MOST_LETTERS = 100;
/** Colours of the palette: a photograph of a stain needs few. */
const COLOURS = 48;

/** @param picture in colour or grey; its longest side becomes 320 px at most */
export async function overviewPng(picture: Raster, title: readonly string[]): Promise<Uint8Array> {
  const lines = title.map((line) => line.slice(0, MOST_LETTERS));
  const codec = await loadCodec();
  const small = await smaller(picture);
  const lettersAcross = Math.max(1, ...lines.map((line) => line.length));
  const width = Math.max(small.width, LEAST_WIDTH_PX, 2 * MARGIN_PX + lettersAcross * LETTER_DOTS);
  const titlePx = 2 * MARGIN_PX + lines.length * LINE_DOTS;
  const whole = emptyRaster(width, titlePx + small.height, 3);
  whole.data.fill(255);
  lines.forEach((line, i) => drawText(whole, line, MARGIN_PX, MARGIN_PX + i * LINE_DOTS));
  copyRectangle(small, 0, 0, whole, 0, titlePx, small);
  const { data, height } = whole;
  const png = await codec(data, { raw: { width, height, channels: 3 } })
    .png({ palette: true, colours: COLOURS, dither: 0, compressionLevel: 9, effort: 7 })
    .toBuffer();
  return new Uint8Array(png);
}

async function smaller({ data, width, height, channels }: Raster): Promise<Raster> {
  const codec = await loadCodec();
  const { data: pixels, info } = await codec(data, { raw: { width, height, channels } })
    .resize(LONGEST_SIDE_PX, LONGEST_SIDE_PX, { fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data: pixels };
}
