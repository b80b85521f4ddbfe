// Colours and dashes of curves. With one run, each term has a colour; with several, each run has a colour and each term a
// dash. Terms keep their colours in all charts.

export interface CurveStyle {
  /** Index into the palette. */
  readonly colour: number;
  readonly dash: readonly number[];
}

const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [8, 3, 2, 3], [12, 4], [4, 2, 1, 2]];

/** `term` is the place among the series of the chart, `run` the place among the `runs` selected runs. */
export function curveStyle(run: number, runs: number, term: number): CurveStyle {
  return runs <= 1 ? { colour: term, dash: [] } : { colour: run, dash: DASHES[term % DASHES.length]! };
}
