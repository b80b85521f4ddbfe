// Small picture of the whole, with a frame around the part in sight. A click or a drag moves there.

import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Pane } from '../messages/viewer.js';
import type { Bounds } from './camera.js';
import { drawable } from './drawable.js';
import type { Piece } from './pictureStore.js';

const MOST_PX = 110;
/** Least side of the frame, so that a small part of a large slide is found. */
const LEAST_FRAME_PX = 5;

export interface MinimapProps {
  readonly pane: Pane;
  readonly sight: Bounds;
  /** Small version of the picture; undefined until its pixels are here. */
  readonly overview: Piece | undefined;
  readonly onLookAt: (x: number, y: number) => void;
}

export function Minimap({ pane, sight, overview, onLookAt }: MinimapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const scale = MOST_PX / Math.max(pane.widthPx, pane.heightPx);
  const width = pane.widthPx * scale;
  const height = pane.heightPx * scale;
  const within = (value: number, most: number) => Math.min(Math.max(value * scale, 0), most);
  const [left, top, right, bottom] = sight;
  const x = within(left, width);
  const y = within(top, height);
  const look = (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
    const box = event.currentTarget.getBoundingClientRect();
    onLookAt((event.clientX - box.left) / scale, (event.clientY - box.top) / scale);
  };
  const image = overview?.image;
  useLayoutEffect(() => {
    const target = canvas.current!;
    const ratio = window.devicePixelRatio || 1;
    // Setting the size clears the canvas.
    target.width = Math.max(1, Math.round(width * ratio));
    target.height = Math.max(1, Math.round(height * ratio));
    const context = target.getContext('2d')!;
    context.imageSmoothingQuality = 'high';
    if (image) context.drawImage(drawable(image), 0, 0, target.width, target.height);
  }, [image, width, height]);
  return (
    <div
      class="minimap"
      aria-hidden="true"
      style={{ width: `${width}px`, height: `${height}px` }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        look(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) look(event);
      }}
    >
      <canvas ref={canvas} />
      <div
        class="minimap-frame"
        style={{
          left: `${x}px`,
          top: `${y}px`,
          width: `${Math.max(LEAST_FRAME_PX, within(right, width) - x)}px`,
          height: `${Math.max(LEAST_FRAME_PX, within(bottom, height) - y)}px`,
        }}
      />
    </div>
  );
}
