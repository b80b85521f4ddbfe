// t-SNE (van der Maaten and Hinton 2008), exact: neighbours in the space of features stay neighbours in the plane. It begins with
// the principal components instead of random places, which keeps the large distances meaningful and needs no seed (Kobak and
// Berens 2019).

import type { FeatureRows } from '../statistics/featureRows.js';
import type { Layout } from './layout.js';

const PERPLEXITY = 30;
const STEPS = 750;
/** Steps at the beginning in which neighbours attract more. */
const EXAGGERATED_STEPS = 250;
const EXAGGERATION = 12;
/** Spread of the first places. */
const FIRST_SPREAD = 1e-4;

/** @param first places to begin with: count × 2 */
export function startTsne(rows: FeatureRows, first: Float64Array): Layout {
  const { count } = rows;
  const affinities = affinitiesOf(rows, Math.max(1, Math.min(PERPLEXITY, (count - 1) / 3)));
  const places = beginning(first);
  const velocity = new Float64Array(2 * count);
  const gains = new Float64Array(2 * count).fill(1);
  const gradient = new Float64Array(2 * count);
  const kernel = new Float32Array(count * count);
  // Belkina et al. (2019): a rate that grows with the number of rows.
  const rate = Math.max(count / EXAGGERATION / 4, 50);
  let done = 0;
  const step = () => {
    const isEarly = done++ < EXAGGERATED_STEPS;
    gradientOf(affinities, isEarly ? EXAGGERATION : 1, places, kernel, gradient);
    const momentum = isEarly ? 0.5 : 0.8;
    for (let i = 0; i < places.length; i++) {
      const turns = gradient[i]! > 0 !== velocity[i]! > 0;
      gains[i] = Math.max(0.01, turns ? gains[i]! + 0.2 : 0.8 * gains[i]!);
      velocity[i] = momentum * velocity[i]! - rate * gains[i]! * gradient[i]!;
      places[i] = places[i]! + velocity[i]!;
    }
  };
  return { steps: STEPS, step, places: () => places.slice() };
}

function beginning(first: Float64Array): Float64Array {
  let squares = 0;
  for (let i = 0; i < first.length; i += 2) squares += first[i]! ** 2;
  const deviation = Math.sqrt((2 * squares) / first.length);
  return first.map((value) => (deviation > 0 ? (value / deviation) * FIRST_SPREAD : 0));
}

/** Symmetric probabilities that two rows are neighbours; they sum to 1. */
function affinitiesOf(rows: FeatureRows, perplexity: number): Float32Array {
  const { count } = rows;
  const distances = squaredDistances(rows);
  const conditional = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    fillRow(
      distances.subarray(i * count, (i + 1) * count),
      conditional.subarray(i * count, (i + 1) * count),
      i,
      perplexity,
    );
  return Float32Array.from(conditional, (value, at) => {
    const [i, j] = [Math.floor(at / count), at % count];
    return (value + conditional[j * count + i]!) / (2 * count);
  });
}

/** Probabilities of one row, with the width of the bell that gives the perplexity, found by halving. */
function fillRow(distances: Float64Array, row: Float64Array, own: number, perplexity: number): void {
  const wanted = Math.log(perplexity);
  let nearest = Infinity;
  for (const [j, distance] of distances.entries()) if (j !== own) nearest = Math.min(nearest, distance);
  let [low, high, precision] = [0, Infinity, 1];
  for (let tries = 0; tries < 64; tries++) {
    let [sum, weighted] = [0, 0];
    for (let j = 0; j < row.length; j++) {
      // Distances beyond the nearest: far rows do not underflow together.
      const value = j === own ? 0 : Math.exp(-precision * (distances[j]! - nearest));
      row[j] = value;
      sum += value;
      weighted += value * (distances[j]! - nearest);
    }
    const entropy = Math.log(sum) + (precision * weighted) / sum;
    for (let j = 0; j < row.length; j++) row[j] = row[j]! / sum;
    if (Math.abs(entropy - wanted) < 1e-5) return;
    if (entropy > wanted) low = precision;
    else high = precision;
    precision = high === Infinity ? 2 * precision : (low + high) / 2;
  }
}

function squaredDistances({ count, size, data }: FeatureRows): Float64Array {
  const distances = new Float64Array(count * count);
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += (data[i * size + k]! - data[j * size + k]!) ** 2;
      distances[i * count + j] = distances[j * count + i] = sum;
    }
  return distances;
}

/** Gradient of the Kullback–Leibler divergence; `kernel` is room for 1 / (1 + d²) of each pair. */
function gradientOf(
  affinities: Float32Array,
  exaggeration: number,
  places: Float64Array,
  kernel: Float32Array,
  gradient: Float64Array,
): void {
  const count = places.length / 2;
  let total = 0;
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++) {
      const [x, y] = [places[2 * i]! - places[2 * j]!, places[2 * i + 1]! - places[2 * j + 1]!];
      const value = 1 / (1 + x * x + y * y);
      kernel[i * count + j] = value;
      total += 2 * value;
    }
  gradient.fill(0);
  for (let i = 0; i < count; i++)
    for (let j = i + 1; j < count; j++) {
      const value = kernel[i * count + j]!;
      const force = 4 * (exaggeration * affinities[i * count + j]! - value / total) * value;
      const x = force * (places[2 * i]! - places[2 * j]!);
      const y = force * (places[2 * i + 1]! - places[2 * j + 1]!);
      gradient[2 * i] = gradient[2 * i]! + x;
      gradient[2 * i + 1] = gradient[2 * i + 1]! + y;
      gradient[2 * j] = gradient[2 * j]! - x;
      gradient[2 * j + 1] = gradient[2 * j + 1]! - y;
    }
}
