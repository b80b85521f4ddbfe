// Plain pixels as something that a 2D canvas can draw: it can put them as they are, but neither scale nor cut them.

import type { Piece } from './pictureStore.js';

export function drawable(image: Piece['image']): ImageBitmap | OffscreenCanvas {
  if (!(image instanceof ImageData)) return image;
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  return canvas;
}
