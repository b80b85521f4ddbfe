// Labels of pixels: the meaning of a byte of a class plane or mask (docs/reference.md 7). A segmentation map becomes a
// class plane (background, unknown, negative, positive); finding cells turns it, in place, into a mask of background
// and cells; drawing gives counted cells their class and an outline.

export const BACKGROUND = 0;
/**
 * Unknown: neither clearly cell nor yet known to be background. Pixels that stay unknown are a hole and belong to its
 * cell.
 */
export const UNKNOWN = 50;
/** Part of a cluster that is not drawn: not gated yet, below a threshold, or noise. */
export const CELL = 100;
export const NEGATIVE = 150;
export const NEGATIVE_BORDER = 170;
export const POSITIVE = 200;
export const POSITIVE_BORDER = 220;

/** A set of labels as a table, for loops over many pixels: `table[label]` is 1 or 0. */
export function labelSet(...labels: readonly number[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const label of labels) table[label] = 1;
  return table;
}
