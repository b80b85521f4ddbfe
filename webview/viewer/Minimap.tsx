// Small picture of the whole, with a frame around the part in sight. A click moves there.

import type { Pane } from '../messages/viewer.js';
import type { Bounds } from './camera.js';

const MOST_PX = 110;

export interface MinimapProps {
  readonly pane: Pane;
  readonly sight: Bounds;
  readonly onLookAt: (x: number, y: number) => void;
}

export function Minimap({ pane, sight, onLookAt }: MinimapProps) {
  const picture = pane.layers[0]?.picture;
  const uri = picture?.kind === 'file' ? picture.uri : picture?.overviewUri;
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
      {uri !== undefined && <img src={uri} alt="" draggable={false} />}
      <div
        class="minimap-frame"
        style={{
          left: `${x}px`,
          top: `${y}px`,
          width: `${within(right, width) - x}px`,
          height: `${within(bottom, height) - y}px`,
        }}
      />
    </div>
  );
}
