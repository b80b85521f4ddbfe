// Watershed of a distance map: nuclei that touch are parted where they are narrow. Peaks of the map are markers, and grow
// downhill until they meet (Meyer 1991; the same rule as scikit-image's `watershed` of the negative map).

/**
 * Peaks of a map: pixels that no pixel within the reach exceeds. Of several that are as high, the first of a row of the picture
 * stands for those within its reach.
 *
 * @returns indices of pixels
 */
export function peaksOf(
  heights: Float32Array,
  width: number,
  height: number,
  reachPx: number,
): readonly number[] {
  const order = [...heights.keys()].filter((i) => heights[i]! > 0 && isLocalPeak(heights, i, width, height));
  order.sort((a, b) => heights[b]! - heights[a]! || a - b);
  const taken: number[] = [];
  const reach = Math.max(1, Math.round(reachPx));
  // Cells of a grid as wide as the reach: a peak excludes others in its own and the neighbouring cells only.
  const grid = new Map<number, number[]>();
  const columns = Math.ceil(width / reach);
  for (const i of order) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const [column, row] = [Math.floor(x / reach), Math.floor(y / reach)];
    let isFree = true;
    for (let dy = -1; dy <= 1 && isFree; dy++)
      for (let dx = -1; dx <= 1 && isFree; dx++)
        for (const other of grid.get((row + dy) * columns + column + dx) ?? [])
          if (Math.hypot((other % width) - x, Math.floor(other / width) - y) <= reach) isFree = false;
    if (!isFree) continue;
    taken.push(i);
    const cell = row * columns + column;
    grid.set(cell, [...(grid.get(cell) ?? []), i]);
  }
  return taken.sort((a, b) => a - b);
}

/** True if none of the eight neighbours is higher. */
function isLocalPeak(heights: Float32Array, i: number, width: number, height: number): boolean {
  const [x, y] = [i % width, Math.floor(i / width)];
  for (let dy = -1; dy <= 1; dy++)
    for (let dx = -1; dx <= 1; dx++) {
      if (x + dx < 0 || y + dy < 0 || x + dx >= width || y + dy >= height) continue;
      if (heights[i + dy * width + dx]! > heights[i]!) return false;
    }
  return true;
}

/** Steps of height by which pixels are ordered; finer differences make no other nuclei. */
const STEPS_PER_PX = 16;

/**
 * Labels of the pixels with a height above 0: 1 … for the peaks in their order; 0 for background and for pieces without a peak.
 *
 * @param heights width × height
 */
export function watershed(
  heights: Float32Array,
  width: number,
  height: number,
  peaks: readonly number[],
): Int32Array {
  const labels = new Int32Array(heights.length);
  const levelOf = (i: number) => Math.round(heights[i]! * STEPS_PER_PX);
  const highest = peaks.reduce((most, i) => Math.max(most, levelOf(i)), 0);
  // A queue for each level; a pixel that lies higher than the one it was reached from waits at the level of that one.
  const queues = Array.from({ length: highest + 1 }, (): number[] => []);
  peaks.forEach((peak, k) => {
    labels[peak] = k + 1;
    queues[levelOf(peak)]!.push(peak);
  });
  for (let level = highest; level >= 0; level--) {
    const queue = queues[level]!;
    // The queue grows while it is read.
    for (const i of queue) {
      const [x, y] = [i % width, Math.floor(i / width)];
      for (const [dx, dy] of NEIGHBOURS) {
        if (x + dx < 0 || y + dy < 0 || x + dx >= width || y + dy >= height) continue;
        const beside = i + dy * width + dx;
        if (labels[beside] !== 0 || heights[beside]! <= 0) continue;
        labels[beside] = labels[i]!;
        queues[Math.min(level, levelOf(beside))]!.push(beside);
      }
    }
    queues[level] = [];
  }
  return labels;
}

const NEIGHBOURS = [
  [0, -1],
  [-1, 0],
  [1, 0],
  [0, 1],
] as const;
