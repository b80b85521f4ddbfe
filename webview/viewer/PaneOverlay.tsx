// Overlay of one pane: legend, scale bar, minimap, the edge of a swipe. It takes the keyboard for the pane.

import { isPlainKey } from '../ui/keys.js';
import { t } from '../ui/l10n.js';
import type { Pane } from '../messages/viewer.js';
import { boundsInSight, seesAll, type Camera } from './camera.js';
import type { LegendEntry } from './legend.js';
import { Minimap } from './Minimap.js';
import type { Box } from './paneGrid.js';
import type { Piece } from './pictureStore.js';
import { scaleBar } from './scaleBar.js';

export interface PaneOverlayProps {
  readonly pane: Pane;
  readonly box: Box;
  readonly camera: Camera;
  /** Place of the swipe's edge, 0 … 1; undefined: there is none. */
  readonly swipe: number | undefined;
  readonly legend: readonly LegendEntry[];
  /** Small version of the picture for the minimap. */
  readonly overview: Piece | undefined;
  readonly onKey: (key: string) => boolean;
  readonly onSwipe: (at: number) => void;
  readonly onLookAt: (x: number, y: number) => void;
}

/** Least sides of a pane with a minimap, which would hide most of a smaller one. */
const LEAST_FOR_MINIMAP_PX = 180;

export function PaneOverlay(props: PaneOverlayProps) {
  const { pane, box, camera, swipe, onSwipe } = props;
  const picture = { width: pane.widthPx, height: pane.heightPx };
  const scale = 2 ** camera.zoom;
  const bar = pane.mpp === undefined ? undefined : scaleBar(pane.mpp, scale, Math.min(160, box.width / 3));
  return (
    <div
      class="pane"
      tabIndex={0}
      role="application"
      aria-label={t(
        '{0}: {1} × {2} pixels. Arrows move, plus and minus zoom, Home shows all, End shows full size.',
        pane.title,
        pane.widthPx,
        pane.heightPx,
      )}
      style={{
        left: `${box.left}px`,
        top: `${box.top}px`,
        width: `${box.width}px`,
        height: `${box.height}px`,
      }}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || !isPlainKey(event)) return;
        if (props.onKey(event.key)) event.preventDefault();
      }}
    >
      {props.legend.length > 0 && (
        <ul class="legend">
          {props.legend.map(({ title, colour }) => (
            <li key={title}>
              <i style={{ background: colour }} /> {title}
            </li>
          ))}
        </ul>
      )}
      {bar && (
        <div
          class="scale-bar"
          style={{ width: `${bar.widthPx}px` }}
          aria-label={t('Scale bar: {0}', bar.text)}
        >
          {bar.text}
        </div>
      )}
      {box.width > LEAST_FOR_MINIMAP_PX &&
        box.height > LEAST_FOR_MINIMAP_PX &&
        !seesAll(camera, picture, box) && (
          <Minimap
            pane={pane}
            sight={boundsInSight(camera, box)}
            overview={props.overview}
            onLookAt={props.onLookAt}
          />
        )}
      {swipe !== undefined && (
        <div
          class="swipe-edge"
          tabIndex={0}
          role="slider"
          aria-label={t('Edge between the compared layers')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(swipe * 100)}
          aria-valuetext={t('{0} % of the width', Math.round(swipe * 100))}
          style={{ left: `${swipe * 100}%` }}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={(event) => {
            if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
            const left = event.currentTarget.parentElement!.getBoundingClientRect().left;
            onSwipe((event.clientX - left) / box.width);
          }}
          onKeyDown={(event) => {
            const to = { ArrowLeft: swipe - 0.02, ArrowRight: swipe + 0.02, Home: 0, End: 1 }[event.key];
            if (to === undefined) return;
            event.preventDefault();
            onSwipe(to);
          }}
        />
      )}
    </div>
  );
}
