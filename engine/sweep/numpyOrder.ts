// Order of numbers as NumPy's `argsort` leaves it on processors with vectors of 512 bits: a bitonic network (Batcher
// 1968), in which equal numbers do not keep their order. Stepped parameters often have equal observations, and which of
// them gets the wider kernel decides Optuna's next suggestions.

const LANES = 8;

/** NumPy sorts longer arrays by another way, whose order of equal numbers is not followed here. */
const LONGEST_NETWORK = 256;

/** Indices of the values in ascending order. */
export function numpyOrder(values: readonly number[]): number[] {
  const order = values.map((_, i) => i);
  if (values.length > LONGEST_NETWORK) return order.sort((a, b) => values[a]! - values[b]!);
  let width = LANES;
  while (width < values.length) width *= 2;
  const keys = Array.from({ length: width }, (_, i) => values[i] ?? Infinity);
  const places = Array.from({ length: width }, (_, i) => i);

  /** Compares each place of a block with its partner, and exchanges what is in the wrong order. */
  const compare = (start: number, size: number, partner: (i: number) => number): void => {
    for (let i = 0; i < size; i++) {
      const [a, b] = [start + i, start + partner(i)];
      if (b <= a || keys[b]! >= keys[a]!) continue;
      [keys[a], keys[b]] = [keys[b]!, keys[a]!];
      [places[a], places[b]] = [places[b]!, places[a]!];
    }
  };
  for (let size = 2; size <= width; size *= 2)
    for (let start = 0; start < width; start += size) {
      compare(start, size, (i) => size - 1 - i);
      for (let distance = size / 4; distance >= 1; distance /= 2) compare(start, size, (i) => i ^ distance);
    }
  return places.slice(0, values.length);
}
