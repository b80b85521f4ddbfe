// Exponential smoothing of a growing curve, and the scatter of its values about it. Every value weighs w times as much as the
// one after it, and the weights add up to one from the first value on: TensorBoard's debiased moving average. The scatter
// is the standard deviation under the same weights (West 1979, with decaying weights).

export interface Smoothed {
  /** One for each value; NaN before the first, and the last one again where a value is missing. */
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
  readonly count: number;
}

export class Smoothing implements Smoothed {
  mean = new Float64Array();
  deviation = new Float64Array();
  count = 0;
  /** Weight w, 0 … below 1; 0 leaves the curve unchanged. */
  readonly weight: number;
  /** State after the last value: sum of weights, mean, weighted sum of squares about it. */
  #state = { weights: 0, mean: NaN, squares: 0 };

  constructor(weight: number) {
    this.weight = weight;
  }

  /** Continues with `values`; those before `same` are unchanged since the last call. */
  extend(values: Float64Array, count: number, same = this.count): void {
    if (same < this.count) {
      this.count = 0; // the state is kept for the last value only
      this.#state = { weights: 0, mean: NaN, squares: 0 };
    }
    if (this.mean.length < count) {
      this.mean = longer(this.mean, values.length);
      this.deviation = longer(this.deviation, values.length);
    }
    const { weight, mean: means, deviation: deviations } = this;
    let { weights, mean, squares } = this.#state;
    for (let i = this.count; i < count; i++) {
      const value = values[i]!;
      if (!Number.isNaN(value)) {
        weights = weight * weights + 1;
        const before = weights === 1 ? value : mean;
        mean = before + (value - before) / weights;
        squares = weight * squares + (value - before) * (value - mean);
      }
      means[i] = mean;
      deviations[i] = Math.sqrt(squares / (weights || 1));
    }
    this.#state = { weights, mean, squares };
    this.count = count;
  }
}

function longer(array: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(length);
  grown.set(array);
  return grown;
}
