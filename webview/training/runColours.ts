// Which colour and dash a curve has: with one run each term its colour, with several each run its colour and each term
// its dash. Terms keep their colours in all charts.

export interface CurveStyle {
  /** Into the palette. */
  readonly colour: number;
  readonly dash: readonly number[];
}

const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [8, 3, 2, 3], [12, 4], [4, 2, 1, 2]];

/** `term`: its place among the series of its chart. `run`: its place among the runs that are ticked, of `runs`. */
export function curveStyle(run: number, runs: number, term: number): CurveStyle {
  return runs <= 1 ? { colour: term, dash: [] } : { colour: run, dash: DASHES[term % DASHES.length]! };
}
