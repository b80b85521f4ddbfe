// Connected regions, filled run by run. A run is a stretch of neighbouring pixels in one row; handling runs instead
// of pixels keeps the waiting list short, and taking them first in, first out keeps it about as long as the
// region's front, so that even a hostile map (a checkerboard, a spiral) cannot fill the memory.

/** The pixels startX … endX (inclusive) of row y. */
export type RunVisitor = (y: number, startX: number, endX: number) => void;

export interface FloodRule {
  /** Labels a region is made of, as a table (see `labelSet`). */
  readonly fillable: Uint8Array;
  /** Label that filled pixels get; must not be fillable itself. */
  readonly label: number;
  /** 4: neighbours share an edge; 8: or a corner. */
  readonly connectivity: 4 | 8;
  /** Called for every run once, before its pixels are relabelled. */
  readonly visit?: RunVisitor;
}

export interface Flood {
  /** Takes the run around a pixel, if that pixel is fillable, as a start. */
  seed(x: number, y: number): void;
  /** Fills everything connected to the seeds. */
  spread(): void;
}

const FIRST_CAPACITY_RUNS = 1024;

/** Prepares the filling of regions of `plane` (width × height labels, changed in place). */
export function flood(plane: Uint8Array, width: number, height: number, rule: FloodRule): Flood {
  const { fillable, label, visit } = rule;
  const reach = rule.connectivity === 8 ? 1 : 0;
  // Waiting runs, three numbers each, in a ring whose capacity is a power of two.
  let ring = new Int32Array(3 * FIRST_CAPACITY_RUNS);
  let capacity = FIRST_CAPACITY_RUNS;
  let head = 0;
  let waiting = 0;

  function enqueue(y: number, startX: number, endX: number): void {
    if (waiting === capacity) {
      const larger = new Int32Array(6 * capacity);
      larger.set(ring.subarray(3 * head));
      larger.set(ring.subarray(0, 3 * head), 3 * (capacity - head));
      ring = larger;
      capacity *= 2;
      head = 0;
    }
    const at = 3 * ((head + waiting) & (capacity - 1));
    ring[at] = y;
    ring[at + 1] = startX;
    ring[at + 2] = endX;
    waiting++;
  }

  /** Relabels and enqueues the run that holds the fillable pixel x; returns its last x. */
  function takeRun(y: number, x: number): number {
    const row = y * width;
    let startX = x;
    let endX = x;
    while (startX > 0 && fillable[plane[row + startX - 1]!]) startX--;
    while (endX < width - 1 && fillable[plane[row + endX + 1]!]) endX++;
    visit?.(y, startX, endX);
    for (let i = row + startX; i <= row + endX; i++) plane[i] = label;
    enqueue(y, startX, endX);
    return endX;
  }

  function takeRunsBeside(y: number, startX: number, endX: number): void {
    const row = y * width;
    const lastX = Math.min(width - 1, endX + reach);
    for (let x = Math.max(0, startX - reach); x <= lastX; x++)
      if (fillable[plane[row + x]!]) x = takeRun(y, x) + 1; // the pixel after a run is not fillable
  }

  return {
    seed(x, y) {
      if (fillable[plane[y * width + x]!]) takeRun(y, x);
    },
    spread() {
      while (waiting > 0) {
        const at = 3 * head;
        const y = ring[at]!;
        const startX = ring[at + 1]!;
        const endX = ring[at + 2]!;
        head = (head + 1) & (capacity - 1);
        waiting--;
        if (y > 0) takeRunsBeside(y - 1, startX, endX);
        if (y < height - 1) takeRunsBeside(y + 1, startX, endX);
      }
    },
  };
}
