// The stage: panes of layered pictures and cells, drawn by one deck.gl on one canvas, moved by mouse, touch and keys.

import { Deck } from '@deck.gl/core';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Pane } from '../messages/viewer.js';
import type { ViewState } from '../panel/viewState.js';
import { fitCamera, linkedCamera, onPicture, panned, worldAt, zoomedAt, type Camera } from './camera.js';
import { cellAt } from './cellGrid.js';
import { gridOf, type ShownCells } from './cellLayers.js';
import { listenToGestures, type Gestures, type Point } from './gestures.js';
import { PaneOverlay } from './PaneOverlay.js';
import { paneBoxes } from './paneGrid.js';
import type { PictureStore } from './pictureStore.js';
import { readOut } from './readOut.js';
import { buildScene, viewIdOf, type ShownPane } from './scene.js';

export interface ViewerProps {
  readonly panes: readonly Pane[];
  readonly view: ViewState;
  readonly store: PictureStore;
  readonly cellsOf: (pane: Pane) => readonly ShownCells[];
  readonly onView: (change: Partial<ViewState>) => void;
  readonly onHover: (pane: Pane, map: number, cell: number | undefined) => void;
  readonly onSelect: (pane: Pane, map: number, cell: number | undefined) => void;
  readonly onClose: (pane: Pane) => void;
  /** Set by the viewer: draws what is on screen at once and gives its canvas. */
  readonly picture: { current: (() => HTMLCanvasElement) | undefined };
  readonly onFailure: (message: string) => void;
}

const STEP_PX = 60;

export function Viewer(props: ViewerProps) {
  const { panes, view, store } = props;
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const deck = useRef<Deck<never> | undefined>(undefined);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [pointed, setPointed] = useState<{ pane: string; x: number; y: number }>();

  const boxes = paneBoxes(panes.length, size.width, size.height);
  const shown: ShownPane[] = panes.map((pane, i) => ({
    pane,
    box: boxes[i]!,
    camera: view.cameras[pane.id] ?? fitCamera(sizeOf(pane), boxes[i]!),
    cells: props.cellsOf(pane),
  }));

  const move = (moved: ShownPane, to: Camera) => {
    const camera = onPicture(to, sizeOf(moved.pane));
    const cameras: Record<string, Camera> = { ...view.cameras, [moved.pane.id]: camera };
    if (view.linked)
      for (const { pane } of shown)
        if (pane !== moved.pane) cameras[pane.id] = linkedCamera(camera, sizeOf(moved.pane), sizeOf(pane));
    props.onView({ cameras });
  };
  const paneAt = (at: Point) => {
    const under = shown.find(
      ({ box }) =>
        at.x >= box.left && at.x < box.left + box.width && at.y >= box.top && at.y < box.top + box.height,
    );
    return under && { under, local: { x: at.x - under.box.left, y: at.y - under.box.top } };
  };
  const cellUnder = ({ under, local }: NonNullable<ReturnType<typeof paneAt>>) => {
    const { x, y } = worldAt(under.camera, under.box, local);
    for (const [map, { cells, look }] of under.cells.entries()) {
      const cell = look.visible ? cellAt(cells, gridOf(cells), x, y) : undefined;
      if (cell !== undefined) return { map, cell };
    }
    return { map: 0, cell: undefined };
  };
  const gestures: Gestures = {
    pan: (at, dx, dy) => {
      const found = paneAt(at);
      if (found) move(found.under, panned(found.under.camera, dx, dy));
    },
    zoom: (at, by) => {
      const found = paneAt(at);
      if (found) move(found.under, zoomedAt(found.under.camera, found.under.box, found.local, by));
    },
    point: (at) => {
      const found = at && paneAt(at);
      setPointed(
        found && { pane: found.under.pane.id, ...worldAt(found.under.camera, found.under.box, found.local) },
      );
      if (found) {
        const { map, cell } = cellUnder(found);
        props.onHover(found.under.pane, map, cell);
      }
    },
    choose: (at) => {
      const found = paneAt(at);
      if (!found) return;
      const { map, cell } = cellUnder(found);
      props.onSelect(found.under.pane, map, cell);
    },
  };
  const press = (on: ShownPane, key: string): boolean => {
    const { camera, box } = on;
    const middle = { x: box.width / 2, y: box.height / 2 };
    const to = {
      ArrowLeft: () => panned(camera, STEP_PX, 0),
      ArrowRight: () => panned(camera, -STEP_PX, 0),
      ArrowUp: () => panned(camera, 0, STEP_PX),
      ArrowDown: () => panned(camera, 0, -STEP_PX),
      '+': () => zoomedAt(camera, box, middle, 0.5),
      '=': () => zoomedAt(camera, box, middle, 0.5),
      '-': () => zoomedAt(camera, box, middle, -0.5),
      '0': () => fitCamera(sizeOf(on.pane), box),
      '1': () => zoomedAt(camera, box, middle, -camera.zoom),
    }[key];
    if (to) move(on, to());
    return to !== undefined;
  };

  const latest = useRef(gestures);
  latest.current = gestures;
  useEffect(() => listenToGestures(stage.current!, () => latest.current), []);

  useLayoutEffect(() => {
    const element = stage.current!;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (size.width === 0 || size.height === 0) return;
    const scene = buildScene(shown, view.looks, view.comparison, store);
    const drawn = { ...scene, width: size.width, height: size.height };
    if (deck.current) deck.current.setProps(drawn as object);
    else
      deck.current = new Deck({
        ...drawn,
        canvas: canvas.current!,
        controller: false,
        layerFilter: ({ layer, viewport }: { layer: { id: string }; viewport: { id: string } }) =>
          viewIdOf(layer.id) === viewport.id,
        onError: (error: Error) => props.onFailure(error.message),
      } as object);
  });
  useEffect(() => {
    props.picture.current = () => {
      deck.current?.redraw('export');
      return canvas.current!;
    };
    return () => deck.current?.finalize();
  }, []);

  const under = pointed && shown.find(({ pane }) => pane.id === pointed.pane);
  return (
    <div class="stage-and-status">
      <div class="stage" ref={stage}>
        <canvas ref={canvas} aria-hidden="true" />
        {size.width > 0 &&
          shown.map((each) => (
            <PaneOverlay
              key={each.pane.id}
              pane={each.pane}
              box={each.box}
              camera={each.camera}
              swipe={view.comparison.mode === 'swipe' ? view.comparison.at : undefined}
              closable={panes.length > 1}
              onClose={() => props.onClose(each.pane)}
              onKey={(key) => press(each, key)}
              onSwipe={(at) =>
                props.onView({ comparison: { ...view.comparison, at: Math.min(Math.max(at, 0), 1) } })
              }
              onLookAt={(x, y) => move(each, { ...each.camera, x, y })}
            />
          ))}
      </div>
      <div class="status" role="status" aria-live="off">
        {shown[0] && <span>{Math.round(100 * 2 ** (under ?? shown[0]).camera.zoom)} %</span>}
        {under && pointed && <span>{readOut(under.pane, view, store, pointed)}</span>}
      </div>
    </div>
  );
}

function sizeOf({ widthPx, heightPx }: Pane) {
  return { width: widthPx, height: heightPx };
}
