// Place of the card about selected cells: beside a cell that is in sight, else at the lower edge of its pane. Pure.

import type { Bounds, Size } from './camera.js';
import type { ShownPane } from './paneParts.js';

export interface CardPlace {
  /** Pane.id. */
  readonly pane: string;
  /** Box of the cell that the card is about; undefined: it is about several. */
  readonly cell?: Bounds;
}

const GAP_PX = 12;

/** Upper left corner of a card of this size, in pixels of the stage, inside which it stays. */
export function cardCorner(
  { box, camera }: Pick<ShownPane, 'box' | 'camera'>,
  cell: Bounds | undefined,
  { width, height }: Size,
  stage: Size,
): readonly [left: number, top: number] {
  const scale = 2 ** camera.zoom;
  const across = (x: number) => box.left + box.width / 2 + (x - camera.x) * scale;
  const down = (y: number) => box.top + box.height / 2 + (y - camera.y) * scale;
  const right = box.left + box.width;
  const bottom = box.top + box.height;
  const isInSight =
    cell &&
    across(cell[2]) > box.left &&
    across(cell[0]) < right &&
    down(cell[3]) > box.top &&
    down(cell[1]) < bottom;
  if (!isInSight) return [box.left + Math.max(0, (box.width - width) / 2), bottom - height - GAP_PX];
  const beside = across(cell[2]) + GAP_PX;
  // Left of the cell where there is no room on its right.
  const left = beside + width <= stage.width ? beside : across(cell[0]) - GAP_PX - width;
  const top = (down(cell[1]) + down(cell[3]) - height) / 2;
  return [
    Math.max(0, Math.min(left, stage.width - width)),
    Math.max(0, Math.min(top, stage.height - height)),
  ];
}
