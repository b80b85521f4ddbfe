// The outline of a cell along the edges of its pixels. A cell's boundary is a walk from pixel centre to pixel centre;
// as a polygon it would lack half a pixel all around, and a row of pixels would have no area at all. Other
// programs take a pixel (x, y) to cover x … x + 1 and y … y + 1, as this outline does.

import type { Point } from './cellRecord.js';

/** Odd directions of the walk, clockwise from the top: the edge of a pixel passed there begins at this corner. */
const EDGE_STARTS: Readonly<Record<number, Point>> = { 1: [0, 0], 3: [1, 0], 5: [1, 1], 7: [0, 1] };

/** Distance that the ring keeps from a corner by which alone two pixels touch, so as not to touch itself. */
const BEVEL_PX = 0.25;

/**
 * x0, y0, x1, y1, …: a simple polygon, clockwise on the screen; the first corner is not repeated. `corners` is the
 * boundary of a cell record. The polygon covers the cell's pixels exactly, holes included, and 1/32 of a pixel more on
 * either side of each corner by which two of its pixels touch.
 */
export function pixelOutline(corners: readonly Point[]): number[] {
  return bevelled(withoutStraight(edgeStarts(walkOf(corners))));
}

/** Every pixel of the walk, x and y in turn. */
function walkOf(corners: readonly Point[]): number[] {
  const walk: number[] = [];
  corners.forEach(([fromX, fromY], i) => {
    const [toX, toY] = corners[(i + 1) % corners.length]!;
    const stepX = Math.sign(toX - fromX);
    const stepY = Math.sign(toY - fromY);
    const steps = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY));
    for (let step = 0; step < steps; step++) walk.push(fromX + step * stepX, fromY + step * stepY);
  });
  return walk.length > 0 ? walk : [...corners[0]!];
}

/**
 * The walk turns clockwise at each pixel, from the direction it came from to the direction in which it continues.
 * Neighbours passed in between are background, so the edges towards them belong to the outline.
 */
function edgeStarts(walk: readonly number[]): number[] {
  const starts: number[] = [];
  const count = walk.length / 2;
  const add = (x: number, y: number, direction: number) => {
    const corner = EDGE_STARTS[direction];
    if (corner) starts.push(x + corner[0], y + corner[1]);
  };
  for (let i = 0; i < count; i++) {
    const x = walk[2 * i]!;
    const y = walk[2 * i + 1]!;
    if (count === 1) {
      for (const direction of [1, 3, 5, 7]) add(x, y, direction);
      continue;
    }
    const before = 2 * ((i + count - 1) % count);
    const after = 2 * ((i + 1) % count);
    const toNext = directionOf(walk[after]! - x, walk[after + 1]! - y);
    let direction = (directionOf(walk[before]! - x, walk[before + 1]! - y) + 1) & 7;
    for (; direction !== toNext; direction = (direction + 1) & 7) add(x, y, direction);
  }
  return starts;
}

/** 0 … 7, clockwise from the top left; `dx` and `dy` are -1, 0 or 1. */
function directionOf(dx: number, dy: number): number {
  return DIRECTIONS[(dy + 1) * 3 + dx + 1]!;
}
const DIRECTIONS = [0, 1, 2, 7, -1, 3, 6, 5, 4] as const;

function withoutStraight(ring: readonly number[]): number[] {
  const count = ring.length;
  const kept: number[] = [];
  for (let at = 0; at < count; at += 2) {
    const before = (at + count - 2) % count;
    const after = (at + 2) % count;
    const x = ring[at]!;
    const y = ring[at + 1]!;
    const straight =
      (x === ring[before] && x === ring[after]) || (y === ring[before + 1] && y === ring[after + 1]);
    if (!straight) kept.push(x, y);
  }
  return kept;
}

/** Cuts the corners that the ring passes twice. */
function bevelled(ring: readonly number[]): number[] {
  const visits = new Map<number, number>();
  const placeOf = (at: number) => ring[at + 1]! * 2 ** 26 + ring[at]!;
  for (let at = 0; at < ring.length; at += 2) visits.set(placeOf(at), (visits.get(placeOf(at)) ?? 0) + 1);
  if (visits.size * 2 === ring.length) return [...ring];
  const corners: number[] = [];
  for (let at = 0; at < ring.length; at += 2) {
    const x = ring[at]!;
    const y = ring[at + 1]!;
    if (visits.get(placeOf(at)) === 1) {
      corners.push(x, y);
      continue;
    }
    for (const neighbour of [(at + ring.length - 2) % ring.length, (at + 2) % ring.length])
      corners.push(
        x + BEVEL_PX * Math.sign(ring[neighbour]! - x),
        y + BEVEL_PX * Math.sign(ring[neighbour + 1]! - y),
      );
  }
  return corners;
}
