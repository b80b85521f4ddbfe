// One convolution as work for several threads: blocks of tiles that any thread takes. Everything that a thread needs
// to know are numbers, so that it fits into shared memory.

import { IN_PX, OUT_PX, PLANES, ROWS, COLUMNS, type Kernels } from './kernels.js';

/** Tiles that a thread computes at a time: their numbers stay in the caches close to a core. */
const BLOCK = 32;
const FLOAT = 4;

/** A convolution of one image, (height, width, inputs) → (outHeight, outWidth, outputs). Addresses in bytes. */
export interface Job {
  readonly image: number;
  /** 36 planes, as `product` takes them. */
  readonly filter: number;
  readonly output: number;
  /** `scratchBytes` for each thread. */
  readonly scratch: number;
  readonly height: number;
  readonly width: number;
  readonly inputs: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outputs: number;
  /** Rows and columns of zeros before the image. */
  readonly top: number;
  readonly left: number;
}

/** Bytes of scratch memory for each thread. */
export function scratchBytes(inputs: number, outputs: number): number {
  return PLANES * (BLOCK + 1) * (inputs + outputs) * FLOAT;
}

const tilesOf = (px: number) => Math.ceil(px / OUT_PX);

/** Computes blocks until `next`, which counts them for all threads, gives none that is left. */
export function workOn(kernels: Kernels, job: Job, thread: number, next: () => number): void {
  const tiles = tilesOf(job.outHeight) * tilesOf(job.outWidth);
  const scratch = job.scratch + thread * scratchBytes(job.inputs, job.outputs);
  for (let block = next(); block * BLOCK < tiles; block = next())
    computeBlock(kernels, job, scratch, block * BLOCK, Math.min(BLOCK, tiles - block * BLOCK));
}

function computeBlock(kernels: Kernels, job: Job, scratch: number, firstTile: number, count: number): void {
  const { inputs, outputs, filter } = job;
  const [inPixel, outPixel] = [inputs * FLOAT, outputs * FLOAT];
  const [inPlane, outPlane] = [BLOCK * inPixel, BLOCK * outPixel];
  const factors = scratch;
  const sums = factors + PLANES * inPlane;
  const patch = sums + PLANES * outPlane;
  const rows = Math.ceil(count / ROWS) * ROWS;
  for (let i = 0; i < count; i++) readTile(kernels, job, firstTile + i, factors + i * inPixel, patch);
  for (let plane = 0; plane < PLANES; plane++)
    kernels.product(
      factors + plane * inPlane,
      inPixel,
      filter + plane * inputs * outPixel,
      sums + plane * outPlane,
      outPixel,
      rows,
      outputs / COLUMNS,
      inputs,
    );
  for (let i = 0; i < count; i++) writeTile(kernels, job, firstTile + i, sums + i * outPixel, patch);
}

/** Corner of a tile in the output. */
function cornerOf({ outWidth }: Job, tile: number): readonly [number, number] {
  const perRow = tilesOf(outWidth);
  return [Math.floor(tile / perRow) * OUT_PX, (tile % perRow) * OUT_PX];
}

function readTile(kernels: Kernels, job: Job, tile: number, to: number, patch: number): void {
  const { image, height, width, inputs } = job;
  const [outRow, outColumn] = cornerOf(job, tile);
  const [row, column] = [outRow - job.top, outColumn - job.left];
  const pixel = inputs * FLOAT;
  const [rowBytes, plane] = [width * pixel, BLOCK * pixel];
  if (row >= 0 && column >= 0 && row + IN_PX <= height && column + IN_PX <= width) {
    kernels.tileIn(image + row * rowBytes + column * pixel, rowBytes, pixel, to, plane, inputs);
    return;
  }
  kernels.clear(patch, (PLANES * inputs) / 4);
  const [start, end] = [Math.max(column, 0), Math.min(column + IN_PX, width)];
  for (let y = Math.max(row, 0); y < Math.min(row + IN_PX, height) && start < end; y++)
    kernels.copy(
      image + y * rowBytes + start * pixel,
      patch + ((y - row) * IN_PX + start - column) * pixel,
      ((end - start) * inputs) / 4,
    );
  kernels.tileIn(patch, IN_PX * pixel, pixel, to, plane, inputs);
}

function writeTile(kernels: Kernels, job: Job, tile: number, from: number, patch: number): void {
  const { output, outHeight, outWidth, outputs } = job;
  const [row, column] = cornerOf(job, tile);
  const pixel = outputs * FLOAT;
  const [rowBytes, plane] = [outWidth * pixel, BLOCK * pixel];
  const to = output + row * rowBytes + column * pixel;
  const [rows, columns] = [Math.min(OUT_PX, outHeight - row), Math.min(OUT_PX, outWidth - column)];
  if (rows === OUT_PX && columns === OUT_PX) {
    kernels.tileOut(from, plane, to, rowBytes, pixel, outputs);
    return;
  }
  kernels.tileOut(from, plane, patch, OUT_PX * pixel, pixel, outputs);
  for (let y = 0; y < rows; y++)
    kernels.copy(patch + y * OUT_PX * pixel, to + y * rowBytes, (columns * outputs) / 4);
}
