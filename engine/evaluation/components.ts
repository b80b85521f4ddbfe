// Connected pieces of a picture with one value a pixel: pixels that touch by an edge or a corner belong together.

export interface Components {
  /** 0 background, 1 … count in the order of their first pixels, row by row. */
  readonly labels: Int32Array;
  readonly count: number;
  /** Pixels of each piece; the first entry is the background's. */
  readonly areas: Int32Array;
}

/**
 * @param values width × height; 0 is background
 * @param equalValues touching pixels of different values are pieces apart, as where the reference counts cells of a picture
 */
export function components(
  values: ArrayLike<number>,
  width: number,
  height: number,
  equalValues = false,
): Components {
  const labels = new Int32Array(width * height);
  const areas: number[] = [0];
  // Every pixel waits at most once.
  const waiting = new Int32Array(width * height);
  for (let start = 0; start < labels.length; start++) {
    if (values[start] === 0) {
      areas[0]!++;
      continue;
    }
    if (labels[start] !== 0) continue;
    const label = areas.length;
    let [from, to] = [0, 1];
    waiting[0] = start;
    labels[start] = label;
    while (from < to) {
      const at = waiting[from++]!;
      const x = at % width;
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++) {
          const beside = at + dy * width + dx;
          if (x + dx < 0 || x + dx >= width || beside < 0 || beside >= labels.length) continue;
          if (labels[beside] !== 0 || values[beside] === 0) continue;
          if (equalValues && values[beside] !== values[at]) continue;
          labels[beside] = label;
          waiting[to++] = beside;
        }
    }
    areas.push(to);
  }
  return { labels, count: areas.length - 1, areas: Int32Array.from(areas) };
}
