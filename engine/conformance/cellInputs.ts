// Inputs of functions that get cells: each is a made-up list of cells, called what it shows.

import type { KindWithCode } from '../plugins/contributionWords.js';
import type { Contribution } from '../protocol/plugins.js';
import type { Input } from './functionChecks.js';
import type { SampleCell } from './sampleCells.js';

/** `Sample`: what else an input is about, as a magnification that is unknown. */
interface CellFunction<K extends KindWithCode, Sample extends object> {
  /** What to do about a wrong answer, unless the input says it. */
  readonly advice: string;
  /** Arguments; undefined: the contribution never gets such an input. */
  readonly args: (
    contribution: Contribution<K>,
    cells: readonly SampleCell[],
    sample: Sample | undefined,
  ) => readonly unknown[] | undefined;
  /** Fault as the end of a sentence; undefined if the answer is right. */
  readonly faultOf: (
    value: unknown,
    contribution: Contribution<K>,
    cells: readonly SampleCell[],
  ) => string | undefined;
}

/** Makes the inputs of one kind. */
export function cellInputs<K extends KindWithCode, Sample extends object>(of: CellFunction<K, Sample>) {
  return (
    name: string,
    title: string,
    cells: readonly SampleCell[],
    sample?: Sample,
    advice = of.advice,
  ): Input<K> => ({
    ...{ name, title, advice },
    args: (contribution) => of.args(contribution, cells, sample),
    faultOf: (value, contribution) => of.faultOf(value, contribution, cells),
  });
}
