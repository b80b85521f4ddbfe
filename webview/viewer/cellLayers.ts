// Cells as layers of the scene. Far away a cell is a point; close up, the outlines in sight are line segments, cut out
// of all cells by a grid and kept until the view leaves their surroundings.

import type { Layer } from '@deck.gl/core';
import { LineLayer, ScatterplotLayer } from '@deck.gl/layers';
import type { PageCells } from '../scoring/pageCells.js';
import type { Bounds } from './camera.js';
import { cellGrid, cellsWithin, type CellGrid } from './cellGrid.js';
import { CLASS_COLOURS, type CellsLook } from './looks.js';

/** More outlines than this are points: their lines would lie on top of one another. */
export const MOST_OUTLINES = 6000;
/** Screen pixels per picture pixel below which an outline cannot be told from a point. */
const POINTS_BELOW_SCALE = 0.2;

export interface ShownCells {
  /** Pane.id and SegmentationMap.name. */
  readonly pane: string;
  readonly map: string;
  readonly cells: PageCells;
  /** 1 for each cell that is not dimmed. */
  readonly filter?: Uint8Array;
  readonly selected?: number;
  readonly hovered?: number;
  readonly look: CellsLook;
}

interface Kept {
  readonly grid: CellGrid;
  readonly centres: Float32Array;
  pointsOf?: string;
  pointColours?: Uint8Array;
  outlinesOf?: string;
  around?: Bounds;
  outlines?: Segments;
}

export interface Segments {
  readonly length: number;
  readonly from: Float32Array;
  readonly to: Float32Array;
  readonly colours: Uint8Array;
}

const kept = new WeakMap<object, Kept>();

/** The grid of a list of cells, made at the first call. */
export function gridOf(cells: PageCells): CellGrid {
  return keptOf(cells).grid;
}

export function cellLayers(id: string, shown: ShownCells, scale: number, sight: Bounds): Layer[] {
  const { cells, look, selected, hovered } = shown;
  if (!look.visible || cells.list.length === 0) return [];
  const own = keptOf(cells);
  const count = scale < POINTS_BELOW_SCALE ? Infinity : cellsWithin(own.grid, sight).length;
  const layers: Layer[] = [
    count > MOST_OUTLINES ? points(id, shown, own, scale) : outlines(id, shown, own, sight),
  ];
  for (const [name, cell, colour, widthPx] of [
    ['hovered', hovered, [255, 255, 255, 255], look.widthPx + 1],
    ['selected', selected, [255, 230, 0, 255], look.widthPx + 2],
  ] as const)
    if (cell !== undefined && cell < cells.list.length)
      layers.push(
        lines(
          `${id}${name}`,
          outlineSegments(cells, [cell], () => colour),
          widthPx,
          1,
        ),
      );
  return layers;
}

function points(id: string, { cells, filter, look }: ShownCells, own: Kept, scale: number): Layer {
  const version = versionOf(cells, filter);
  if (own.pointsOf !== version || !own.pointColours) {
    const colours = new Uint8Array(4 * cells.list.length);
    for (let i = 0; i < cells.list.length; i++) colours.set(colourOf(cells, filter, i), 4 * i);
    own.pointsOf = version;
    own.pointColours = colours;
  }
  return new ScatterplotLayer({
    id: `${id}points`,
    data: {
      length: cells.list.length,
      attributes: {
        getPosition: { value: own.centres, size: 2 },
        getFillColor: { value: own.pointColours, size: 4, normalized: true },
      },
    },
    getRadius: Math.min(Math.max(8 * scale, 1.2), 4),
    radiusUnits: 'pixels',
    antialiasing: false,
    opacity: look.opacity,
  });
}

function outlines(id: string, { cells, filter, look }: ShownCells, own: Kept, sight: Bounds): Layer {
  const version = versionOf(cells, filter);
  const { around } = own;
  const inside =
    around &&
    sight[0] >= around[0] &&
    sight[1] >= around[1] &&
    sight[2] <= around[2] &&
    sight[3] <= around[3];
  const muchCloser = around && around[2] - around[0] > 6 * (sight[2] - sight[0]);
  if (!own.outlines || own.outlinesOf !== version || !inside || muchCloser) {
    const marginX = (sight[2] - sight[0]) / 2;
    const marginY = (sight[3] - sight[1]) / 2;
    own.around = [sight[0] - marginX, sight[1] - marginY, sight[2] + marginX, sight[3] + marginY];
    own.outlines = outlineSegments(cells, cellsWithin(own.grid, own.around), (i) =>
      colourOf(cells, filter, i),
    );
    own.outlinesOf = version;
  }
  return lines(`${id}outlines`, own.outlines, look.widthPx, look.opacity);
}

function lines(id: string, { length, from, to, colours }: Segments, widthPx: number, opacity: number): Layer {
  return new LineLayer({
    id,
    data: {
      length,
      attributes: {
        getSourcePosition: { value: from, size: 2 },
        getTargetPosition: { value: to, size: 2 },
        getColor: { value: colours, size: 4, normalized: true },
      },
    },
    getWidth: widthPx,
    widthUnits: 'pixels',
    opacity,
  });
}

/** Closed outlines as segments through the middles of their pixels. */
export function outlineSegments(
  { outlineStart, outlineXy }: Pick<PageCells, 'outlineStart' | 'outlineXy'>,
  which: Iterable<number>,
  colour: (cell: number) => ArrayLike<number>,
): Segments {
  const chosen = [...which];
  const length = chosen.reduce((sum, i) => sum + outlineStart[i + 1]! - outlineStart[i]!, 0);
  const from = new Float32Array(2 * length);
  const to = new Float32Array(2 * length);
  const colours = new Uint8Array(4 * length);
  let at = 0;
  for (const cell of chosen) {
    const first = outlineStart[cell]!;
    const last = outlineStart[cell + 1]! - 1;
    for (let i = first; i <= last; i++, at++) {
      const next = i === last ? first : i + 1;
      from[2 * at] = outlineXy[2 * i]! + 0.5;
      from[2 * at + 1] = outlineXy[2 * i + 1]! + 0.5;
      to[2 * at] = outlineXy[2 * next]! + 0.5;
      to[2 * at + 1] = outlineXy[2 * next + 1]! + 0.5;
      colours.set(colour(cell), 4 * at);
    }
  }
  return { length, from, to, colours };
}

function colourOf(cells: PageCells, filter: Uint8Array | undefined, cell: number): readonly number[] {
  const colour = CLASS_COLOURS[cells.gate[cell] as 0 | 1 | 2] ?? CLASS_COLOURS[0];
  return filter && !filter[cell] ? [colour[0], colour[1], colour[2], 50] : colour;
}

const filterNumbers = new WeakMap<Uint8Array, number>();
let filters = 0;

function versionOf(cells: PageCells, filter: Uint8Array | undefined): string {
  if (filter && !filterNumbers.has(filter)) filterNumbers.set(filter, ++filters);
  return `${cells.revision}/${filter ? filterNumbers.get(filter) : 0}`;
}

function keptOf({ list }: PageCells): Kept {
  let own = kept.get(list);
  if (!own) {
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
