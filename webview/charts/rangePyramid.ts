// Least and greatest value of any stretch of a long curve, in a few looks: blocks of 16 values, blocks of 4 of those, and so
// on. A million points are drawn as fast as a thousand. Values may be appended; NaN is no value.

export interface Range {
  readonly min: number;
  readonly max: number;
}

const FIRST_BLOCK = 16;
const FACTOR = 4;

interface Level {
  readonly size: number;
  /** Least value of each block; Infinity if it has none. */
  min: Float64Array;
  max: Float64Array;
}

export class RangePyramid {
  #values: Float64Array = new Float64Array();
  #count = 0;
  readonly #levels: Level[] = [];

  get count(): number {
    return this.#count;
  }

  /** Takes `count` values; those before `same` are unchanged since the last call. */
  extend(values: Float64Array, count: number, same = this.#count): void {
    this.#values = values;
    let from = Math.min(same, count);
    this.#count = count;
    let below: Level | undefined;
    for (let i = 0, size = FIRST_BLOCK; size < count || i === 0; i++, size *= FACTOR) {
      if (!this.#levels[i]) from = 0; // the first blocks of a new level are complete already
      const level = (this.#levels[i] ??= { size, min: new Float64Array(16), max: new Float64Array(16) });
      const blocks = Math.ceil(count / size);
      if (level.min.length < blocks) {
        level.min = longer(level.min, 2 * blocks);
        level.max = longer(level.max, 2 * blocks);
      }
      from = Math.floor(from / size) * size;
      for (let block = from / size; block < blocks; block++) {
        if (below) combine(level, block, below, Math.ceil(count / below.size));
        else this.#scan(level, block);
      }
      below = level;
    }
  }

  /** Range of the values `from` … `to` - 1; undefined if there is none. */
  range(from: number, to: number): Range | undefined {
    let min = Infinity;
    let max = -Infinity;
    let at = Math.max(0, from);
    const end = Math.min(to, this.#count);
    while (at < end) {
      const level = this.#largestAt(at, end);
      if (!level) {
        const value = this.#values[at++]!;
        if (value < min) min = value;
        if (value > max) max = value;
        continue;
      }
      const block = at / level.size;
      if (level.min[block]! < min) min = level.min[block]!;
      if (level.max[block]! > max) max = level.max[block]!;
      at += level.size;
    }
    return min <= max ? { min, max } : undefined;
  }

  /** Level of the largest block that begins at `at` and does not pass `end`. */
  #largestAt(at: number, end: number): Level | undefined {
    let found: Level | undefined;
    for (const level of this.#levels) {
      if (at % level.size !== 0 || at + level.size > end) break;
      found = level;
    }
    return found;
  }

  #scan(level: Level, block: number): void {
    let min = Infinity;
    let max = -Infinity;
    const end = Math.min((block + 1) * level.size, this.#count);
    for (let i = block * level.size; i < end; i++) {
      const value = this.#values[i]!;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    level.min[block] = min;
    level.max[block] = max;
  }
}

function combine(level: Level, block: number, below: Level, blocksBelow: number): void {
  let min = Infinity;
  let max = -Infinity;
  const end = Math.min((block + 1) * FACTOR, blocksBelow);
  for (let i = block * FACTOR; i < end; i++) {
    if (below.min[i]! < min) min = below.min[i]!;
    if (below.max[i]! > max) max = below.max[i]!;
  }
  level.min[block] = min;
  level.max[block] = max;
}

function longer(array: Float64Array, length: number): Float64Array {
  const grown = new Float64Array(length);
  grown.set(array);
  return grown;
}
