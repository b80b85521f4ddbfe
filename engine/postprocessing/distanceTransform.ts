// Exact Euclidean distance of each pixel of a mask to the nearest pixel outside, by lower envelopes of parabolas, first down the
// columns, then along the rows (Felzenszwalb & Huttenlocher 2012, Theory of Computing 8: 415–428).

/** @param mask width × height, 0 is outside; the edge of the picture is no outside */
export function distanceTransform(mask: Uint8Array, width: number, height: number): Float32Array {
  const far = width * width + height * height;
  const squared = Float64Array.from(mask, (value) => (value === 0 ? 0 : far));
  const envelope = parabolas(Math.max(width, height));
  for (let x = 0; x < width; x++) envelope(squared, x, width, height);
  for (let y = 0; y < height; y++) envelope(squared, y * width, 1, width);
  return Float32Array.from(squared, (value) => Math.sqrt(value));
}

/** Lower envelope of the parabolas over one line of numbers, in place. */
function parabolas(longest: number) {
  const line = new Float64Array(longest);
  const apexes = new Int32Array(longest);
  const starts = new Float64Array(longest + 1);
  return (numbers: Float64Array, from: number, stride: number, length: number): void => {
    for (let i = 0; i < length; i++) line[i] = numbers[from + i * stride]!;
    let k = 0;
    apexes[0] = 0;
    starts[0] = -Infinity;
    starts[1] = Infinity;
    for (let q = 1; q < length; q++) {
      let crossing = crossingOf(line, q, apexes[k]!);
      while (crossing <= starts[k]!) crossing = crossingOf(line, q, apexes[--k]!);
      apexes[++k] = q;
      starts[k] = crossing;
      starts[k + 1] = Infinity;
    }
    k = 0;
    for (let q = 0; q < length; q++) {
      while (starts[k + 1]! < q) k++;
      numbers[from + q * stride] = (q - apexes[k]!) ** 2 + line[apexes[k]!]!;
    }
  };
}

/** Place from which the parabola over q is below that over p, p < q. */
function crossingOf(line: Float64Array, q: number, p: number): number {
  return (line[q]! + q * q - (line[p]! + p * p)) / (2 * (q - p));
}
