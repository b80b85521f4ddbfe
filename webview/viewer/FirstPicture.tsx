// First picture of a pane, drawn while the shaders of the scene are linked, which takes a second or two without a GPU: the
// lowest layer, as it is stored.

import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Size } from './camera.js';
import { drawable } from './drawable.js';
import type { ShownPane } from './paneParts.js';
import type { Piece } from './pictureStore.js';

export interface FirstPictureProps {
  readonly size: Size;
  readonly panes: readonly ShownPane[];
  /** Pieces of a pane's lowest layer that are here, coarse ones first. */
  readonly piecesOf: (shown: ShownPane) => readonly Piece[];
}

export function FirstPicture({ size, panes, piecesOf }: FirstPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  // Tiles come one by one; each is made drawable once.
  const known = useRef(new Map<Piece['image'], ReturnType<typeof drawable>>());
  useLayoutEffect(() => {
    const context = canvas.current!.getContext('2d')!;
    context.clearRect(0, 0, size.width, size.height);
    for (const shown of panes) {
      const { box, camera } = shown;
      const scale = 2 ** camera.zoom;
      context.save();
      context.beginPath();
      context.rect(box.left, box.top, box.width, box.height);
      context.clip();
      context.translate(box.left + box.width / 2, box.top + box.height / 2);
      context.scale(scale, scale);
      context.translate(-camera.x, -camera.y);
      for (const { image, bounds } of piecesOf(shown)) {
        const [left, top, right, bottom] = bounds;
        const picture = known.current.get(image) ?? drawable(image);
        known.current.set(image, picture);
        context.drawImage(picture, left, top, right - left, bottom - top);
      }
      context.restore();
    }
  });
  return (
    <canvas class="first-picture" ref={canvas} width={size.width} height={size.height} aria-hidden="true" />
  );
}
