// Values of a trial to be put in the queue, from the texts of a form's fields. Pure.

import type { ParameterValue } from '../../engine/protocol/sweeps.js';
import { shortText } from '../charts/numberText.js';
import type { SweepParameter } from '../messages/sweep.js';
import { t } from '../ui/l10n.js';

/** Text of a field; empty for a value that is sampled. Choices keep their kind. */
export function fieldText(value: ParameterValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

export interface CopiedValues {
  readonly values: Readonly<Record<string, ParameterValue>>;
  /** Sentences by the names of parameters whose fields hold no possible value. */
  readonly faults: ReadonlyMap<string, string>;
}

export function copiedValues(
  parameters: readonly SweepParameter[],
  texts: Readonly<Record<string, string>>,
): CopiedValues {
  const values: Record<string, ParameterValue> = {};
  const faults = new Map<string, string>();
  for (const { name, choices, low, high } of parameters) {
    const text = texts[name] ?? '';
    if (text === '') continue;
    if (choices) {
      const choice = choices.find((one) => fieldText(one) === text);
      if (choice !== undefined) values[name] = choice;
      continue;
    }
    const value = Number(text);
    if (Number.isNaN(value) || value < (low ?? -Infinity) || value > (high ?? Infinity))
      faults.set(
        name,
        t('{0} must be a number from {1} to {2}.', name, shortText(low ?? NaN), shortText(high ?? NaN)),
      );
    else values[name] = value;
  }
  return { values, faults };
}
