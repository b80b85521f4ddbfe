// Draws one picture of an output with its cells on a 2D canvas.

import type { PageCells } from '../viewer/pageCells.js';
import type { Camera, Size } from '../viewer/camera.js';
import { drawable } from '../viewer/drawable.js';
import { FIRST_CELLS_LOOK, SELECTED_COLOUR, UNCOUNTED_COLOUR } from '../viewer/looks.js';
import type { Piece } from '../viewer/pictureStore.js';
import { addCell, cellPaths } from './cellPaths.js';

export interface CellsShown {
  readonly outlines: boolean;
  readonly masks: boolean;
  /** Opacity of the masks, 0 … 1. */
  readonly opacity: number;
  readonly cells: PageCells | undefined;
  readonly selected: number | undefined;
}

/** `pieces`: coarse ones first. `ratio`: pixels of the canvas per CSS pixel. */
export function drawPicture(
  context: CanvasRenderingContext2D,
  size: Size,
  ratio: number,
  camera: Camera,
  pieces: readonly Piece[],
  { outlines, masks, opacity, cells, selected }: CellsShown,
): void {
  const scale = 2 ** camera.zoom;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  context.translate(size.width / 2, size.height / 2);
  context.scale(scale, scale);
  context.translate(-camera.x, -camera.y);
  for (const { image, bounds } of pieces) {
    const [left, top, right, bottom] = bounds;
    // Single pixels stay visible when somebody looks closely.
    context.imageSmoothingEnabled = image.width * 4 > (right - left) * scale;
    context.drawImage(drawable(image), left, top, right - left, bottom - top);
  }
  if (!cells) return;
  const { positive, negative } = FIRST_CELLS_LOOK;
  const paths = cellPaths(cells);
  const [red, green, blue, alpha] = UNCOUNTED_COLOUR;
  if (masks) {
    context.globalAlpha = opacity;
    context.fillStyle = positive;
    context.fill(paths.positive);
    context.fillStyle = negative;
    context.fill(paths.negative);
    context.globalAlpha = 1;
  }
  if (outlines) {
    context.lineWidth = FIRST_CELLS_LOOK.widthPx / scale;
    context.lineJoin = 'round';
    context.strokeStyle = `rgba(${red}, ${green}, ${blue}, ${alpha / 255})`;
    context.stroke(paths.uncounted);
    context.strokeStyle = negative;
    context.stroke(paths.negative);
    context.strokeStyle = positive;
    context.stroke(paths.positive);
  }
  if (selected === undefined || selected >= cells.list.length) return;
  const path = new Path2D();
  addCell(path, cells, selected);
  context.lineWidth = 3 / scale;
  context.strokeStyle = SELECTED_COLOUR;
  context.stroke(path);
}
