// Checks of scorers: maps without cells, of one class, and with measurements that are unknown.

import type { Contribution } from '../protocol/plugins.js';
import { cellInputs } from './cellInputs.js';
import { functionChecks, inWords } from './functionChecks.js';
import { columnsOfCells, sampleCells, type CellChoice, type SampleCell } from './sampleCells.js';

interface Sample extends CellChoice {
  readonly mpp?: number | null;
  /** All measurements are NaN. */
  readonly isUnknown?: boolean;
}

function scoreInput(
  { measurements = [] }: Contribution<'scorers'>,
  cells: readonly SampleCell[],
  { mpp = 0.25, isUnknown = false, ...choice }: Sample = {},
): readonly unknown[] {
  const columns = columnsOfCells(cells, { ...choice, outlines: false });
  const positive = columns.positive.reduce((sum, one) => sum + one, 0);
  const numbers = (at: number) =>
    Float64Array.from(cells, (_, i) => (isUnknown ? NaN : 0.5 + ((i * 31 + at * 17) % 100) / 50));
  return [
    {
      ...{ map: 'Seg', mpp, cellColumns: columns },
      counts: { total: cells.length, positive, negative: cells.length - positive },
      measurements: Object.fromEntries(measurements.map((id, at) => [id, numbers(at)])),
    },
  ];
}

const MOST_SHOWN = 200;
const WHAT =
  'Return a finite number, { value, shown } with finite numbers and a short text, or null if there is nothing to say.';

function scoreFault(answer: unknown): string | undefined {
  if (answer === null) return undefined;
  const { value, shown } = (typeof answer === 'object' && 'value' in answer ? answer : { value: answer }) as {
    readonly value: unknown;
    readonly shown?: unknown;
  };
  if (shown !== undefined && typeof shown !== 'string') return `gave ${inWords(shown)} as "shown"`;
  if (
    typeof shown === 'string' &&
    (shown.trim() === '' || shown.length > MOST_SHOWN || /\p{Cc}/u.test(shown))
  )
    return `gave a text of ${shown.length} characters as "shown"; one line of 1 to ${MOST_SHOWN} is shown`;
  if (typeof shown === 'string' && /NaN|Infinity|undefined|null/.test(shown)) return `shows "${shown}"`;
  const parts = typeof value === 'object' && value !== null ? Object.entries(value) : [['value', value]];
  for (const [name, part] of parts)
    if (typeof part !== 'number' || !Number.isFinite(part))
      return `gave ${typeof part === 'number' ? String(part) : inWords(part)} as "${String(name)}"`;
  return undefined;
}

const input = cellInputs<'scorers', Sample>({ advice: WHAT, args: scoreInput, faultOf: scoreFault });

const many = sampleCells(60);

export const scorerChecks = functionChecks<'scorers'>({
  kind: 'scorers',
  method: 'score',
  mostMs: 5000,
  inputs: [
    input('many-cells', 'Scores a map with cells of both classes', many),
    input(
      'no-cells',
      'Answers for a map without cells',
      [],
      {},
      'Return null if cells.length is 0: a division by it gives NaN.',
    ),
    input('one-cell', 'Scores a map with one cell', sampleCells(1)),
    input('all-positive', 'Scores a map with positive cells only', many, { positive: true }),
    input('all-negative', 'Scores a map with negative cells only', many, { positive: false }),
    input(
      'unknown-measurements',
      'Answers if all measurements are unknown',
      many,
      { isUnknown: true, intensities: 'none' },
      'Leave out cells whose measurement is NaN, and return null if none is left.',
    ),
    input('no-scale', 'Answers without micrometres per pixel', many, { mpp: null }),
    input('ten-thousand', 'Scores 10,000 cells', sampleCells(10_000)),
  ],
});
