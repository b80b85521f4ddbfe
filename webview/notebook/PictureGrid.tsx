// Pictures of a result side by side, moved together: drag to move, Ctrl and the wheel (or + and -) to zoom, a click selects
// a cell.

import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { PictureLayer } from '../messages/viewer.js';
import { t } from '../ui/l10n.js';
import { isPlainKey } from '../ui/keys.js';
import { useSize } from '../ui/useSize.js';
import {
  boundsInSight,
  cameraAfterKey,
  fitCamera,
  onPicture,
  panned,
  worldAt,
  zoomedAt,
  type Bounds,
  type Camera,
  type Size,
} from '../viewer/camera.js';
import { cellAt, cellGrid } from '../viewer/cellGrid.js';
import { listenToGestures, type Gestures } from '../viewer/gestures.js';
import type { PictureStore } from '../viewer/pictureStore.js';
import { drawPicture, type CellsShown } from './drawPicture.js';

export interface PictureGridProps {
  readonly size: { readonly widthPx: number; readonly heightPx: number };
  readonly layers: readonly PictureLayer[];
  readonly store: PictureStore;
  readonly shown: CellsShown;
  /** Changes when pixels have arrived, or the theme has changed. */
  readonly version: number;
  /** Undefined: the whole picture. */
  readonly camera: Camera | undefined;
  /** `sight`: the part of the picture that is in sight then. */
  readonly onCamera: (camera: Camera | undefined, sight?: Bounds) => void;
  readonly onChoose: (cell: number | undefined) => void;
}

export function PictureGrid(props: PictureGridProps) {
  const grid = useRef<HTMLDivElement>(null);
  const { width } = useSize(grid);
  return (
    <div class="picture-grid" ref={grid} role="group" aria-label={t('Pictures')}>
      {width > 0 && props.layers.map((layer) => <Picture key={layer.id} {...props} layer={layer} />)}
    </div>
  );
}

function Picture(props: PictureGridProps & { readonly layer: PictureLayer }) {
  const { layer, size, store, shown, version, camera: given, onCamera, onChoose } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useSize(canvas);
  const picture: Size = { width: size.widthPx, height: size.heightPx };
  const camera = given ?? fitted(picture, view);
  const grid = useMemo(() => shown.cells && cellGrid(shown.cells.list), [shown.cells?.list]);
  const move = (to: Camera) => {
    const next = onPicture(to, picture);
    onCamera(next, boundsInSight(next, view));
  };
  const gestures: Gestures = {
    wheelScrolls: true,
    pan: (_, dx, dy) => move(panned(camera, dx, dy)),
    zoom: (at, by) => move(zoomedAt(camera, view, at, by)),
    point: () => undefined,
    choose: (at) => {
      const { x, y } = worldAt(camera, view, at);
      onChoose(grid && shown.cells ? cellAt(shown.cells, grid, x, y) : undefined);
    },
  };
  const latest = useRef(gestures);
  latest.current = gestures;
  useLayoutEffect(() => listenToGestures(canvas.current!, () => latest.current), []);
  useLayoutEffect(() => {
    const element = canvas.current!;
    if (view.width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
    if (element.width !== wide || element.height !== high)
      Object.assign(element, { width: wide, height: high });
    const context = element.getContext('2d');
    if (!context) return;
    const pieces = store.pieces(layer.picture, size, camera.zoom, boundsInSight(camera, view));
    drawPicture(context, view, ratio, camera, pieces, shown);
  }, [view.width, view.height, camera.x, camera.y, camera.zoom, version, layer, shown]);
  return (
    <figure data-picture={layer.id}>
      <figcaption>{layer.title}</figcaption>
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label={t('{0}. Arrows move, plus and minus zoom, Home shows everything.', layer.title)}
        style={{ aspectRatio: String(Math.min(2, Math.max(0.5, size.widthPx / size.heightPx))) }}
        onKeyDown={(event) => {
          const to = isPlainKey(event) ? cameraAfterKey(camera, event.key, picture, view) : undefined;
          if (!to) return;
          event.preventDefault();
          event.stopPropagation();
          move(to);
        }}
        onDblClick={() => onCamera(undefined)}
      />
    </figure>
  );
}

/** The whole picture without a margin: pictures of an output are small. */
function fitted(picture: Size, view: Size): Camera {
  const fit = fitCamera(picture, view);
  return { ...fit, zoom: fit.zoom - Math.log2(0.96) };
}
