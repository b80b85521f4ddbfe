// Mersenne Twister MT19937 (Matsumoto and Nishimura 1998) with the doubles of NumPy's RandomState, so that sequences
// of Optuna's samplers can be reproduced number by number.

const WORDS = 624;
const MIDDLE = 397;

export interface MersenneTwister {
  /** A number from 0 to below 1 with 53 random bits, of two draws as NumPy's `random_sample` makes it. */
  uniform(): number;
  /** Indices drawn with replacement by weights that sum to 1, as NumPy's `choice(n, size, p)` draws them. */
  choices(weights: readonly number[], size: number): number[];
}

/** A generator. @param seed whole number, 0 … 2³² − 1 (`init_genrand`) */
export function mersenneTwister(seed: number): MersenneTwister {
  const words = new Uint32Array(WORDS);
  words[0] = seed;
  for (let i = 1; i < WORDS; i++) {
    const before = words[i - 1]! ^ (words[i - 1]! >>> 30);
    words[i] = Math.imul(1_812_433_253, before) + i;
  }
  let next = WORDS;
  const draw = (): number => {
    if (next === WORDS) {
      twist(words);
      next = 0;
    }
    let word = words[next++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  };
  const uniform = (): number => {
    const high = draw() >>> 5;
    const low = draw() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  };
  return {
    uniform,
    choices: (weights, size) => {
      let sum = 0;
      const cumulative = weights.map((weight) => (sum += weight));
      return Array.from({ length: size }, () => {
        const u = uniform();
        const index = cumulative.findIndex((value) => value / sum > u);
        return index < 0 ? weights.length - 1 : index;
      });
    },
  };
}

function twist(words: Uint32Array): void {
  for (let i = 0; i < WORDS; i++) {
    const joined = (words[i]! & 0x80000000) | (words[(i + 1) % WORDS]! & 0x7fffffff);
    const mixed = words[(i + MIDDLE) % WORDS]! ^ (joined >>> 1);
    words[i] = joined & 1 ? mixed ^ 0x9908b0df : mixed;
  }
}
