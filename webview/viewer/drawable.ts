// Plain pixels in a form that a 2D canvas can scale and cut; plain pixels it can only put as they are.

import type { Piece } from './pictureStore.js';

export function drawable(image: Piece['image']): ImageBitmap | OffscreenCanvas {
  if (!(image instanceof ImageData)) return image;
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  return canvas;
}
