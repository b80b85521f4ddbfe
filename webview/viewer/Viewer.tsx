// Viewer of panes side by side: layered pictures and cells, drawn by one deck.gl on one canvas, moved by mouse, touch and
// keys.

import './viewer.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Pane } from '../messages/viewer.js';
import { useSize } from '../ui/useSize.js';
import type { ViewState } from './viewState.js';
import {
  boundsInSight,
  cameraAfterKey,
  cameraOn,
  fitCamera,
  linkedCamera,
  onPicture,
  panned,
  worldAt,
  zoomedAt,
  type Bounds,
  type Camera,
} from './camera.js';
import { cellAt, centredWithin } from './cellGrid.js';
import { gridOf, type ShownCells } from './cellLayers.js';
import type { CardPlace } from './cardPlace.js';
import { CellCard } from './CellCard.js';
import { FirstPicture } from './FirstPicture.js';
import { listenToGestures, type Gestures, type Point } from './gestures.js';
import { legendOf } from './legend.js';
import { PaneHeader } from './PaneHeader.js';
import { PaneOverlay } from './PaneOverlay.js';
import { belowHeader, paneBoxes } from './paneGrid.js';
import { lookOf, partsOf, type ShownPane } from './paneParts.js';
import type { Piece, PictureStore } from './pictureStore.js';
import { pixelColour } from './pixelColour.js';
import { readOut, type ColourAt } from './readOut.js';
import { buildScene, type PiecesOf, type Scene } from './scene.js';
import { createStageDeck, type StageDeck } from './stageDeck.js';
import { densityOf } from './stainDensity.js';

export interface ViewerProps {
  readonly panes: readonly Pane[];
  readonly view: ViewState;
  readonly store: PictureStore;
  readonly cellsOf: (pane: Pane) => readonly ShownCells[];
  /** Content of the header above a pane. */
  readonly headerOf: (pane: Pane) => ComponentChildren;
  readonly onView: (change: Partial<ViewState>) => void;
  readonly onHover: (cell: CellOfMap | undefined) => void;
  /** Click in a pane, on a cell or on none. `adds`: a modifier key adds to an earlier choice. */
  readonly onSelect: (pane: Pane, cell: CellOfMap | undefined, adds: boolean) => void;
  /** Cells of a map inside a rectangle that was drawn. */
  readonly onSelectBox: (pane: Pane, map: string, cells: Uint32Array, adds: boolean) => void;
  /** True if a drag draws a rectangle; Shift does it always. */
  readonly drawsBoxes: boolean;
  /** Part of a pane's picture that is shown once, when the pane has a size. Another object is another wish. */
  readonly sight?: { readonly pane: string; readonly bounds: Bounds } | undefined;
  /** Content beside a cell, or at the lower edge of its pane. */
  readonly card?: CardPlace & { readonly content: ComponentChildren };
  readonly onClose: (pane: Pane) => void;
  /** Set by the viewer. */
  readonly controls: { current: ViewerControls | undefined };
  readonly onFailure: (message: string) => void;
  /** Called once, when the browser has painted part of a picture. */
  readonly onFirstPicture: () => void;
}

/** A cell of a map, by its index in the list that is on show. */
export interface CellOfMap {
  /** Pane.id and SegmentationMap.name. */
  readonly pane: string;
  readonly map: string;
  readonly cell: number;
}

export interface ViewerControls {
  /** Draws at once; undefined while the GPU shows nothing, or not yet all. */
  readonly drawn: () => DrawnPanes | undefined;
  /** Moves a cell into the middle of its pane, and closer where it would be too small to see. */
  readonly lookAt: (pane: string, cell: Bounds) => void;
}

/** The canvas, with its pixels until the running task ends, and the panes on it. */
export interface DrawnPanes {
  readonly canvas: HTMLCanvasElement;
  readonly panes: readonly ShownPane[];
  /** Height of the empty strip above each pane's picture, where its header lies. */
  readonly headerPx: number;
}

/** Height of a header until it is measured. */
const FIRST_HEADER_PX = 28;
/** Least side on screen of a cell that is moved into the middle. */
const LOOKED_AT_PX = 24;

export function Viewer(props: ViewerProps) {
  const { panes, view, store } = props;
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const deck = useRef<StageDeck | undefined>(undefined);
  const isStarting = useRef(false);
  const latestScene = useRef<Scene | undefined>(undefined);
  const size = useSize(stage);
  const [isDrawn, setIsDrawn] = useState(false);
  /** Count of canvases: after the GPU has taken the context, the next deck gets a new one. */
  const [canvases, setCanvases] = useState(0);
  const [pointed, setPointed] = useState<{ pane: string; x: number; y: number }>();
  const [drawnBox, setDrawnBox] = useState<{ readonly from: Point; readonly to: Point }>();

  const [headers, setHeaders] = useState<Readonly<Record<string, number>>>({});
  // One height for all, so that linked panes have pictures of one size.
  const headerPx = Math.max(...panes.map(({ id }) => headers[id] ?? FIRST_HEADER_PX));
  const outer = paneBoxes(panes.length, size.width, size.height);
  const boxes = outer.map((box) => belowHeader(box, headerPx));
  const shown: ShownPane[] = panes.map((pane, i) => ({
    pane,
    box: boxes[i]!,
    camera: view.cameras[pane.id] ?? fitCamera(sizeOf(pane), boxes[i]!),
    cells: props.cellsOf(pane),
  }));

  const piecesOf: PiecesOf = ({ picture }, { pane, box, camera }) =>
    store.pieces(
      picture,
      pane,
      camera.zoom + Math.log2(window.devicePixelRatio || 1),
      boundsInSight(camera, box),
    );
  const lowestPieces = (each: ShownPane) => {
    const lowest = each.pane.layers.find((layer) => lookOf(view.looks, layer).visible);
    return lowest && densityOf(lowest) === undefined ? piecesOf(lowest, each) : [];
  };
  // Pictures that were never visible are not here.
  const overviewOf = ({ pane: { layers } }: ShownPane): Piece | undefined => {
    for (const { picture } of layers) {
      const overview = store.overview(picture);
      if (overview) return overview;
    }
    return undefined;
  };
  const colourAt: ColourAt = (picture, x, y) => {
    const piece = store.pieceAt(picture, x, y);
    return piece && pixelColour(piece, x, y);
  };
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
  const cellUnder = (on: ShownPane, { x, y }: Point): CellOfMap | undefined => {
    const across = on.box.left + on.box.width / 2 + (x - on.camera.x) * 2 ** on.camera.zoom;
    const parts = partsOf(on, shown, view.looks, view.comparison);
    const part = parts.find(({ box }) => across < box.left + box.width) ?? parts.at(-1);
    for (const { pane, map, cells, look } of part?.cells ?? []) {
      const cell = look.visible ? cellAt(cells, gridOf(cells), x, y) : undefined;
      if (cell !== undefined) return { pane, map, cell };
    }
    return undefined;
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
      const place = found && worldAt(found.under.camera, found.under.box, found.local);
      setPointed(place && { pane: found.under.pane.id, ...place });
      props.onHover(place && cellUnder(found.under, place));
    },
    choose: (at, adds) => {
      const found = paneAt(at);
      if (!found) return;
      const place = worldAt(found.under.camera, found.under.box, found.local);
      props.onSelect(found.under.pane, cellUnder(found.under, place), adds);
    },
    drawsBoxes: props.drawsBoxes,
    box: (from, to) => setDrawnBox(to && { from, to }),
    chooseBox: (from, to, adds) => {
      const on = paneAt(from)?.under;
      const shownCells = on?.cells.find(({ look }) => look.visible);
      if (!on || !shownCells) return;
      const [a, b] = [from, to].map(({ x, y }) =>
        worldAt(on.camera, on.box, { x: x - on.box.left, y: y - on.box.top }),
      ) as [Point, Point];
      const bounds = [
        Math.min(a.x, b.x),
        Math.min(a.y, b.y),
        Math.max(a.x, b.x),
        Math.max(a.y, b.y),
      ] as const;
      const { cells, filter, map } = shownCells;
      props.onSelectBox(on.pane, map, centredWithin(cells, gridOf(cells), bounds, filter), adds);
    },
  };
  const press = (on: ShownPane, key: string): boolean => {
    const to = cameraAfterKey(on.camera, key, sizeOf(on.pane), on.box);
    if (to) move(on, to);
    return to !== undefined;
  };

  const lookAt = (id: string, [left, top, right, bottom]: Bounds) => {
    const on = shown.find(({ pane }) => pane.id === id);
    if (!on) return;
    const zoom = Math.max(on.camera.zoom, Math.log2(LOOKED_AT_PX / Math.max(right - left, bottom - top)));
    move(on, { x: (left + right) / 2, y: (top + bottom) / 2, zoom });
  };
  const { sight } = props;
  const shownSight = useRef<typeof sight>(undefined);
  useEffect(() => {
    const on = shown.find(({ pane }) => pane.id === sight?.pane);
    if (!sight || !on || size.width === 0 || shownSight.current === sight) return;
    shownSight.current = sight;
    move(on, cameraOn(sight.bounds, on.box));
  });
  const now = { ...gestures, lookAt, isDrawn, drawn: { panes: shown, headerPx } };
  const latest = useRef(now);
  latest.current = now;
  useEffect(() => listenToGestures(stage.current!, () => latest.current), []);

  // Starting deck.gl takes half a second without a GPU: the first picture is painted before it.
  const startDeck = () => {
    if (isStarting.current) return;
    isStarting.current = true;
    const create = () => {
      props.onFirstPicture();
      if (canvas.current)
        deck.current = createStageDeck(canvas.current, latestScene.current!, {
          failure: props.onFailure,
          drawn: () => setIsDrawn(true),
          // The first picture is shown again until another deck draws.
          lost: () => {
            deck.current?.finalize();
            deck.current = undefined;
            setIsDrawn(false);
          },
          restored: () => {
            isStarting.current = false;
            setCanvases((last) => last + 1);
          },
        });
    };
    requestAnimationFrame(() => setTimeout(create));
  };
  // A layout effect, so that the scene follows the pointer within the same frame.
  useLayoutEffect(() => {
    if (size.width === 0 || size.height === 0) return;
    const scene = buildScene(
      shown,
      view.looks,
      view.comparison,
      piecesOf,
      deck.current?.inSoftware() ?? true,
    );
    latestScene.current = scene;
    if (deck.current) deck.current.draw(scene);
    else if (scene.layers.length > 0) startDeck();
  });
  useEffect(() => {
    props.controls.current = {
      drawn: () => {
        if (!latest.current.isDrawn || !deck.current?.drawNow()) return undefined;
        return { ...latest.current.drawn, canvas: canvas.current! };
      },
      lookAt: (pane, cell) => latest.current.lookAt(pane, cell),
    };
    return () => deck.current?.finalize();
  }, []);
  // Cells can change under a pointer that rests: they are loaded, or found again.
  const lists = shown.flatMap(({ cells }) => cells.map((each) => each.cells.list));
  useEffect(() => {
    const on = pointed && shown.find(({ pane }) => pane.id === pointed.pane);
    if (on) props.onHover(cellUnder(on, pointed));
  }, lists);

  const under = pointed && shown.find(({ pane }) => pane.id === pointed.pane);
  return (
    <div class="stage-and-status">
      <div class="stage" ref={stage}>
        <canvas key={canvases} ref={canvas} aria-hidden="true" inert />
        {!isDrawn && size.width > 0 && <FirstPicture size={size} panes={shown} piecesOf={lowestPieces} />}
        {size.width > 0 &&
          shown.map(({ pane }, i) => (
            <PaneHeader
              key={pane.id}
              title={pane.title}
              box={outer[i]!}
              heightPx={headerPx}
              closable={panes.length > 1}
              onClose={() => props.onClose(pane)}
              onHeight={(px) => setHeaders((last) => ({ ...last, [pane.id]: px }))}
            >
              {props.headerOf(pane)}
            </PaneHeader>
          ))}
        {size.width > 0 &&
          shown.map((each) => (
            <PaneOverlay
              key={each.pane.id}
              pane={each.pane}
              box={each.box}
              camera={each.camera}
              swipe={view.comparison.mode === 'swipe' ? view.comparison.at : undefined}
              legend={legendOf(each.pane, view)}
              overview={overviewOf(each)}
              onKey={(key) => press(each, key)}
              onSwipe={(at) =>
                props.onView({ comparison: { ...view.comparison, at: Math.min(Math.max(at, 0), 1) } })
              }
              onLookAt={(x, y) => move(each, { ...each.camera, x, y })}
            />
          ))}
        {drawnBox && <DrawnBox {...drawnBox} />}
        {props.card && (
          <CellCard place={props.card} panes={shown} stage={size} content={props.card.content} />
        )}
      </div>
      <div class="stage-status" role="status" aria-live="off">
        {shown[0] && <span>{Math.round(100 * 2 ** (under ?? shown[0]).camera.zoom)} %</span>}
        {under && pointed && <span>{readOut(under.pane, panes, view, colourAt, pointed)}</span>}
      </div>
    </div>
  );
}

/** Rectangle that is being drawn. */
function DrawnBox({ from, to }: { readonly from: Point; readonly to: Point }) {
  return (
    <div
      class="drawn-box"
      style={{
        left: `${Math.min(from.x, to.x)}px`,
        top: `${Math.min(from.y, to.y)}px`,
        width: `${Math.abs(to.x - from.x)}px`,
        height: `${Math.abs(to.y - from.y)}px`,
      }}
    />
  );
}

function sizeOf({ widthPx, heightPx }: Pane) {
  return { width: widthPx, height: heightPx };
}
