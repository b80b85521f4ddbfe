// Overlay of one pane: title, scale bar, minimap, the edge of a swipe. It takes the keyboard for the pane.

import { Button } from '../ui/Controls.js';
import { isPlainKey } from '../ui/keys.js';
import { t } from '../ui/l10n.js';
import type { Pane } from '../messages/viewer.js';
import { boundsInSight, seesAll, type Camera } from './camera.js';
import { Minimap } from './Minimap.js';
import type { Box } from './paneGrid.js';
import { scaleBar } from './scaleBar.js';

export interface PaneOverlayProps {
  readonly pane: Pane;
  readonly box: Box;
  readonly camera: Camera;
  /** Place of the swipe's edge, 0 … 1; undefined: there is none. */
  readonly swipe: number | undefined;
  readonly closable: boolean;
  readonly onClose: () => void;
  readonly onKey: (key: string) => boolean;
  readonly onSwipe: (at: number) => void;
  readonly onLookAt: (x: number, y: number) => void;
}

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
        '{0}: {1} × {2} pixels. Arrows move, plus and minus zoom, 0 fits, 1 shows full size.',
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
      <header class="pane-title">
        <span title={pane.detail}>{pane.title}</span>
        <small>{pane.detail}</small>
        {props.closable && <Button icon="close" label={t('Close {0}', pane.title)} onClick={props.onClose} />}
      </header>
      {bar && (
        <div
          class="scale-bar"
          style={{ width: `${bar.widthPx}px` }}
          aria-label={t('Scale bar: {0}', bar.text)}
        >
          {bar.text}
        </div>
      )}
      {box.width > 240 && box.height > 200 && !seesAll(camera, picture, box) && (
        <Minimap pane={pane} sight={boundsInSight(camera, box)} onLookAt={props.onLookAt} />
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
