// Colour of one pixel of a piece, as stored.

import type { Piece } from './pictureStore.js';

let canvas: OffscreenCanvas | undefined;

/** Colour at a pixel of the picture at full resolution; undefined outside the piece. */
export function pixelColour(
  { image, bounds }: Piece,
  x: number,
  y: number,
): readonly [number, number, number] | undefined {
  const left = Math.floor(x - bounds[0]);
  const top = Math.floor(y - bounds[1]);
  if (left < 0 || top < 0 || left >= image.width || top >= image.height) return undefined;
  if ('data' in image) {
    const at = 4 * (top * image.width + left);
    return [image.data[at]!, image.data[at + 1]!, image.data[at + 2]!];
  }
  canvas ??= new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.clearRect(0, 0, 1, 1);
  context.drawImage(image, left, top, 1, 1, 0, 0, 1, 1);
  const { data } = context.getImageData(0, 0, 1, 1);
  return [data[0]!, data[1]!, data[2]!];
}
