// Difference of two pictures of one place: the absolute difference of their colours, piece by piece.

import { drawable } from './drawable.js';
import type { Piece } from './pictureStore.js';

type Pixels = ImageBitmap | ImageData;

/** Differences by the pixels of both pieces; null if the pieces do not match. */
const known = new WeakMap<Pixels, WeakMap<Pixels, Piece | null>>();

/** Differences of pieces that show the same place at the same resolution. A whole picture is cut to the other's tiles. */
export function differences(left: readonly Piece[], right: readonly Piece[]): Piece[] {
  return left.flatMap((a) =>
    right.flatMap((b) => {
      const difference = knownDifference(a, b);
      return difference ? [difference] : [];
    }),
  );
}

function knownDifference(a: Piece, b: Piece): Piece | null {
  const of = known.get(a.image) ?? new WeakMap<Pixels, Piece | null>();
  known.set(a.image, of);
  let difference = of.get(b.image);
  if (difference === undefined) {
    difference = differenceOf(a, b);
    of.set(b.image, difference);
  }
  return difference;
}

function differenceOf(a: Piece, b: Piece): Piece | null {
  const sameSize = a.image.width === b.image.width && a.image.height === b.image.height;
  if (a.key === b.key) return sameSize ? subtract(a, b) : null;
  if (isFull(a) && !isWhole(b)) return subtract(b, a);
  if (isFull(b) && !isWhole(a)) return subtract(a, b);
  return null;
}

function isWhole({ key }: Piece): boolean {
  return key.startsWith('whole');
}

/** True if a piece is the whole picture at full resolution, not the small version that is shown first. */
function isFull(piece: Piece): boolean {
  return isWhole(piece) && piece.image.width === piece.bounds[2] - piece.bounds[0];
}

/** Difference of a piece and another that covers it. */
function subtract(piece: Piece, cover: Piece): Piece {
  const { width, height } = piece.image;
  const left = pixelsOf(piece, piece);
  const right = pixelsOf(cover, piece);
  const image = new ImageData(width, height);
  for (let i = 0; i < left.length; i++) image.data[i] = i % 4 === 3 ? 255 : Math.abs(left[i]! - right[i]!);
  return { key: piece.key, bounds: piece.bounds, image };
}

/** Pixels of `from` at the place of `part`, at the resolution of `part`. */
function pixelsOf(from: Piece, part: Piece): Uint8ClampedArray {
  const { image } = from;
  if (from.key === part.key && image instanceof ImageData) return image.data;
  const { width, height } = part.image;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const scaleX = image.width / (from.bounds[2] - from.bounds[0]);
  const scaleY = image.height / (from.bounds[3] - from.bounds[1]);
  const source = [
    (part.bounds[0] - from.bounds[0]) * scaleX,
    (part.bounds[1] - from.bounds[1]) * scaleY,
    (part.bounds[2] - part.bounds[0]) * scaleX,
    (part.bounds[3] - part.bounds[1]) * scaleY,
  ] as const;
  context.drawImage(drawable(image), ...source, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}
