// Cells as layers of the scene. From afar they are dots of one picture. Close up, the outlines in sight are line segments,
// chosen by a grid, as fine as the screen shows, and kept until the view leaves their surroundings.

import type { Layer } from '@deck.gl/core';
import { BitmapLayer, LineLayer } from '@deck.gl/layers';
import type { PageCells } from './pageCells.js';
import type { Bounds } from './camera.js';
import { cellGrid, cellsWithin, type CellGrid } from './cellGrid.js';
import { COUNTED_NEGATIVE, COUNTED_POSITIVE } from '../../engine/postprocessing/gate.js';
import { rgbOf, SELECTED_COLOUR, UNCOUNTED_COLOUR, type CellsLook } from './looks.js';
import { halfOctave, outlinePicture } from './outlinePicture.js';
import { outlineSegments, type Segments } from './outlineSegments.js';
import { pointPicture } from './pointPicture.js';

/** Most outlines in sight; more cells are points, since their lines would lie on one another. */
const MOST_OUTLINES = 20_000;
/** Most outlines in sight without a GPU. */
const MOST_OUTLINES_IN_SOFTWARE = 3000;
/** Screen pixels per picture pixel below which an outline looks like a point. */
const POINTS_BELOW_SCALE = 0.2;
const HOVERED_COLOUR = [255, 255, 255, 255] as const;
const SELECTED_RGBA = [...rgbOf(SELECTED_COLOUR), 255] as const;
/** Width of the part prepared around the view, as a share of the view's sides. */
const MARGIN = 0.25;
/** Opacity of cells that the filter leaves out, 0 … 255. */
const FAINT_OPACITY = 50;

export interface ShownCells {
  /** Pane.id and SegmentationMap.name. */
  readonly pane: string;
  readonly map: string;
  readonly cells: PageCells;
  /** 1 for each cell that is drawn in full colour; the others are dimmed. */
  readonly filter?: Uint8Array;
  /** 1 for each selected cell. */
  readonly selected?: Uint8Array;
  readonly hovered?: number;
  readonly look: CellsLook;
}

interface ValueAttribute {
  readonly value: Float32Array | Uint8Array;
  readonly size: number;
  readonly normalized?: boolean;
}

/** Data of a layer. Stays the same object as long as nothing changes, because it is on the GPU already. */
interface LayerData {
  readonly length: number;
  readonly attributes: Record<string, ValueAttribute>;
}

interface Kept {
  readonly grid: CellGrid;
  readonly centres: Float32Array;
  points?: { readonly version: string; readonly image: ImageData; readonly bounds: Bounds };
  selected?: { readonly version: string; readonly around: Bounds; readonly drawn: LayerData };
  outlines?: {
    readonly version: string;
    readonly around: Bounds;
    /** Lines for the GPU; without a GPU, a picture of them. */
    readonly drawn: LayerData | ImageData;
  };
}

const kept = new WeakMap<object, Kept>();

/** Grid of a list of cells, built at the first call. */
export function gridOf(cells: PageCells): CellGrid {
  return keptOf(cells).grid;
}

export function cellLayers(
  id: string,
  shown: ShownCells,
  scale: number,
  sight: Bounds,
  inSoftware: boolean,
): Layer[] {
  const { cells, look, hovered } = shown;
  if (!look.visible || cells.list.length === 0) return [];
  const own = keptOf(cells);
  const most = inSoftware ? MOST_OUTLINES_IN_SOFTWARE : MOST_OUTLINES;
  const isFar = scale < POINTS_BELOW_SCALE || cellsWithin(own.grid, sight).length > most;
  const layers: Layer[] = [
    isFar ? points(id, shown, own) : outlines(id, shown, own, scale, sight, inSoftware),
  ];
  if (hovered !== undefined && hovered < cells.list.length) {
    const outline = outlineSegments(cells, [hovered], () => HOVERED_COLOUR);
    layers.push(lines(`${id}hovered`, lineData(outline), look.widthPx + 1, 1));
  }
  // A wide line below the outlines, whose colours keep saying the class. From afar selected cells are yellow points, too.
  const selected = selectedLines(shown, own, scale, sight, most);
  if (selected) layers.unshift(lines(`${id}selected`, selected, look.widthPx + 5, 1));
  return layers;
}

/** Outlines of the selected cells in sight; undefined if there are none or too many. */
function selectedLines(
  { cells, selected }: ShownCells,
  own: Kept,
  scale: number,
  sight: Bounds,
  most: number,
): LayerData | undefined {
  if (selected?.length !== cells.list.length) return undefined;
  const leastPx = finestPx(scale);
  const version = `${numberOf(selected)}/${leastPx}`;
  if (own.selected?.version !== version || !within(sight, own.selected.around)) {
    const around = widened(sight);
    const near = cellsWithin(own.grid, around).filter((i) => selected[i] === 1);
    const few = near.length > most ? [] : near;
    const drawn = lineData(outlineSegments(cells, few, () => SELECTED_RGBA, leastPx));
    own.selected = { version, around, drawn };
  }
  return own.selected.drawn.length > 0 ? own.selected.drawn : undefined;
}

function points(id: string, { cells, filter, selected, look }: ShownCells, own: Kept): Layer {
  const version = `${versionOf(cells, filter, look)}/${numberOf(selected)}`;
  if (own.points?.version !== version) {
    const colourOf = coloursOf(cells, filter, look);
    const { rgba, width, height, bounds } = pointPicture(own.centres, (i) =>
      selected?.[i] === 1 ? SELECTED_RGBA : colourOf(i),
    );
    own.points = { version, image: new ImageData(rgba, width, height), bounds };
  }
  return picture(`${id}points`, own.points.image, own.points.bounds, look.opacity);
}

function outlines(
  id: string,
  { cells, filter, look }: ShownCells,
  own: Kept,
  scale: number,
  sight: Bounds,
  inSoftware: boolean,
): Layer {
  const leastPx = finestPx(scale);
  const fineness = inSoftware ? `${halfOctave(scale)}/${look.widthPx}` : '';
  const version = `${versionOf(cells, filter, look)}/${leastPx}/${fineness}`;
  const before = own.outlines;
  if (before?.version !== version || !within(sight, before.around) || isMuchCloser(sight, before.around)) {
    const around = widened(sight);
    const near = cellsWithin(own.grid, around);
    const segments = outlineSegments(cells, near, coloursOf(cells, filter, look), leastPx);
    const drawn = inSoftware ? outlinePicture(segments, around, scale, look.widthPx) : lineData(segments);
    own.outlines = { version, around, drawn };
  }
  const { drawn, around } = own.outlines!;
  return 'attributes' in drawn
    ? lines(`${id}outlines`, drawn, look.widthPx, look.opacity)
    : picture(`${id}outlinePicture`, drawn, around, look.opacity);
}

/** Detail of outlines in picture pixels: a screen pixel or less, in steps of a power of two, which most of a zoom shares. */
function finestPx(scale: number): number {
  return scale >= 1 ? 0 : 2 ** Math.floor(-Math.log2(scale));
}

function widened([left, top, right, bottom]: Bounds): Bounds {
  const marginX = (right - left) * MARGIN;
  const marginY = (bottom - top) * MARGIN;
  return [left - marginX, top - marginY, right + marginX, bottom + marginY];
}

function picture(id: string, image: ImageData, [left, top, right, bottom]: Bounds, opacity: number): Layer {
  return new BitmapLayer({
    id,
    image,
    bounds: [left, bottom, right, top],
    opacity,
    textureParameters: { minFilter: 'linear', magFilter: 'linear' },
  });
}

function within(inner: Bounds, outer: Bounds): boolean {
  return inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];
}

/** True if most of the prepared part is out of sight. */
function isMuchCloser(sight: Bounds, around: Bounds): boolean {
  return around[2] - around[0] > 6 * (sight[2] - sight[0]);
}

function lineData({ length, from, to, colours }: Segments): LayerData {
  return {
    length,
    attributes: {
      getSourcePosition: { value: from, size: 2 },
      getTargetPosition: { value: to, size: 2 },
      getColor: { value: colours, size: 4, normalized: true },
    },
  };
}

function lines(id: string, data: LayerData, widthPx: number, opacity: number): Layer {
  return new LineLayer({ id, data, getWidth: 1, widthScale: widthPx, widthUnits: 'pixels', opacity });
}

/** Colour of each cell: that of its class, faint if the filter leaves it out. */
function coloursOf(
  { gate }: PageCells,
  filter: Uint8Array | undefined,
  { positive, negative }: CellsLook,
): (cell: number) => readonly number[] {
  const full = new Map<number | undefined, readonly number[]>([
    [COUNTED_NEGATIVE, [...rgbOf(negative), 255]],
    [COUNTED_POSITIVE, [...rgbOf(positive), 255]],
  ]);
  const faint = new Map([...full].map(([kind, colour]) => [kind, [...colour.slice(0, 3), FAINT_OPACITY]]));
  const faintUncounted = [...UNCOUNTED_COLOUR.slice(0, 3), FAINT_OPACITY];
  return (cell) =>
    filter && !filter[cell]
      ? (faint.get(gate[cell]) ?? faintUncounted)
      : (full.get(gate[cell]) ?? UNCOUNTED_COLOUR);
}

const flagNumbers = new WeakMap<Uint8Array, number>();
let lastNumber = 0;

/** Number of an array of flags, which never changes in place; 0 for none. */
function numberOf(flags: Uint8Array | undefined): number {
  if (!flags) return 0;
  const number = flagNumbers.get(flags) ?? ++lastNumber;
  flagNumbers.set(flags, number);
  return number;
}

function versionOf(
  cells: PageCells,
  filter: Uint8Array | undefined,
  { positive, negative }: CellsLook,
): string {
  return `${cells.revision}/${numberOf(filter)}/${positive}${negative}`;
}

function keptOf({ list }: PageCells): Kept {
  let own = kept.get(list);
  if (!own) {
    // The middle of pixel x is x + 0.5.
    const centres = new Float32Array(2 * list.length);
    for (let i = 0; i < list.length; i++) {
      centres[2 * i] = list.centroidX[i]! + 0.5;
      centres[2 * i + 1] = list.centroidY[i]! + 0.5;
    }
    own = { grid: cellGrid(list), centres };
    kept.set(list, own);
  }
  return own;
}
