// Rules that raise alarms: losses that run away, a game that one side has won, pictures that show nothing. They read
// the losses of the last steps, are robust against single outliers, warn, and never change the training.
//
// A rule is a function of its memory and the next number. It warns once, and again after all was well in between.

/** Memory of `divergence`. */
export interface DivergenceMemory {
  /** Sizes of the last ordinary totals, at most WINDOW. */
  readonly ordinary: readonly number[];
  /** Number of totals in a row that were wild. */
  readonly wild: number;
  /** Number of totals in a row that were ordinary again after an alarm. */
  readonly calm: number;
  readonly warned: boolean;
}

export const NO_DIVERGENCE: DivergenceMemory = { ordinary: [], wild: 0, calm: 0, warned: false };

export const WINDOW_STEPS = 100;
/** Number of steps that it takes to know what is ordinary. */
const LEAST_KNOWN_STEPS = 50;
export const WILD_FACTOR = 10;
export const WILD_STEPS = 20;

/**
 * Alarm when the total of the generators is more than 10 times the median size of the last 100 ordinary ones, 20 steps
 * in a row. Wild totals are not taken for ordinary, so a slow rise of them does not hide itself.
 */
export function divergence(
  memory: DivergenceMemory,
  total: number,
): { readonly memory: DivergenceMemory; readonly alarm: boolean } {
  const { ordinary, warned } = memory;
  const isKnown = ordinary.length >= LEAST_KNOWN_STEPS;
  if (isKnown && !(Math.abs(total) <= WILD_FACTOR * median(ordinary))) {
    const wild = memory.wild + 1;
    const alarm = wild >= WILD_STEPS && !warned;
    return { memory: { ...memory, wild, calm: 0, warned: warned || alarm }, alarm };
  }
  if (!Number.isFinite(total)) return { memory, alarm: false };
  const calm = warned ? memory.calm + 1 : 0;
  return {
    memory: {
      ordinary: [...ordinary, Math.abs(total)].slice(-WINDOW_STEPS),
      wild: 0,
      calm,
      warned: warned && calm < WILD_STEPS,
    },
    alarm: false,
  };
}

/** Memory of `lostGame` about one pair of networks: the last 2 × WINDOW steps. */
export interface GameMemory {
  readonly real: readonly number[];
  readonly fake: readonly number[];
  readonly gan: readonly number[];
  readonly warned: boolean;
}

export const NO_GAME: GameMemory = { real: [], fake: [], gan: [], warned: false };

/** Loss below which a discriminator is never wrong: with cross entropy it is 98 % sure, with squares 86 %. */
export const CERTAIN_LOSS = 0.02;
export const RISE_FACTOR = 1.2;

/**
 * Alarm when the discriminator is never wrong any more and the generator loses ground: over the last 100 steps the
 * medians of both its losses are below 0.02, and the median of the generator's adversarial loss is 1.2 times that of the
 * 100 before. Critics (wgangp) are no case for it: their losses have no zero.
 */
export function lostGame(
  memory: GameMemory,
  { real, fake, gan }: { readonly real: number; readonly fake: number; readonly gan: number },
): { readonly memory: GameMemory; readonly alarm: boolean } {
  const keep = (old: readonly number[], value: number) => [...old, value].slice(-2 * WINDOW_STEPS);
  const now = { real: keep(memory.real, real), fake: keep(memory.fake, fake), gan: keep(memory.gan, gan) };
  if (now.gan.length < 2 * WINDOW_STEPS) return { memory: { ...now, warned: false }, alarm: false };
  const recent = (values: readonly number[]) => median(values.slice(-WINDOW_STEPS));
  const isCertain = recent(now.real) < CERTAIN_LOSS && recent(now.fake) < CERTAIN_LOSS;
  const isLost = isCertain && recent(now.gan) > RISE_FACTOR * median(now.gan.slice(0, WINDOW_STEPS));
  // A discriminator that stays certain is the same trouble, also if the loss rises no further.
  return {
    memory: { ...now, warned: isLost || (memory.warned && isCertain) },
    alarm: isLost && !memory.warned,
  };
}

/** Memory of `blankPictures` about one image: looks in a row at which it was blank. */
export interface BlankMemory {
  readonly blank: number;
  readonly warned: boolean;
}

export const NO_BLANKS: BlankMemory = { blank: 0, warned: false };

export const BLANK_SHARE = 0.05;
export const BLANK_LOOKS = 5;
/** Standard deviation of pixels in [-1, 1] below which a truth is blank itself, and says nothing. */
const LEAST_TRUE_DEVIATION = 0.05;

/**
 * Alarm if in five checks in a row the generated image varies less than a twentieth as much as the real one (standard
 * deviations over the pixels). Checks with a blank real image do not count.
 */
export function blankPictures(
  memory: BlankMemory,
  { made, truth }: { readonly made: number; readonly truth: number },
): { readonly memory: BlankMemory; readonly alarm: boolean } {
  if (!(truth >= LEAST_TRUE_DEVIATION)) return { memory, alarm: false };
  if (made >= BLANK_SHARE * truth) return { memory: NO_BLANKS, alarm: false };
  const blank = memory.blank + 1;
  const alarm = blank >= BLANK_LOOKS && !memory.warned;
  return { memory: { blank, warned: memory.warned || alarm }, alarm };
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
