// Picture of cell outlines, drawn once. Without a GPU, thousands of lines take a second for every frame; a picture of them
// moves as fast as any other.

import type { Bounds } from './camera.js';
import type { Segments } from './outlineSegments.js';

/** Longest side of the picture. */
const LARGEST_SIDE = 2048;

/** Half octave of a scale; within one, a picture of lines is sharp enough. */
export function halfOctave(scale: number): number {
  return Math.round(2 * Math.log2(scale));
}

/**
 * @param bounds the part of the image that is drawn, in its pixels
 * @param scale screen pixels per pixel of the image
 * @param widthPx width of the lines in screen pixels
 */
export function outlinePicture(
  { length, from, to, colours }: Segments,
  [left, top, right, bottom]: Bounds,
  scale: number,
  widthPx: number,
): ImageData {
  const fine = Math.min(scale, LARGEST_SIDE / Math.max(right - left, bottom - top));
  const width = Math.max(1, Math.ceil((right - left) * fine));
  const height = Math.max(1, Math.ceil((bottom - top) * fine));
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  context.lineWidth = widthPx * (fine / scale);
  const packed = new Uint32Array(colours.buffer, colours.byteOffset, length);
  // Lines of one colour are one path: a stroke for each line takes a hundred times as long.
  for (const colour of new Set(packed)) {
    const first = 4 * packed.indexOf(colour);
    const [red, green, blue, opacity] = colours.subarray(first, first + 4);
    context.strokeStyle = `rgb(${red} ${green} ${blue} / ${opacity! / 255})`;
    context.beginPath();
    for (let i = 0; i < length; i++) {
      if (packed[i] !== colour) continue;
      context.moveTo((from[2 * i]! - left) * fine, (from[2 * i + 1]! - top) * fine);
      context.lineTo((to[2 * i]! - left) * fine, (to[2 * i + 1]! - top) * fine);
    }
    context.stroke();
  }
  return context.getImageData(0, 0, width, height);
}
