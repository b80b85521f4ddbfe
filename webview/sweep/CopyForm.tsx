// Form of a trial that is put in the queue: the values of another one, to be edited. An empty field is left to the sampler.

import { useState } from 'preact/hooks';
import type { ParameterValue } from '../../engine/protocol/sweeps.js';
import type { SweepParameter, TrialRow } from '../messages/sweep.js';
import { Button } from '../ui/Controls.js';
import { t } from '../ui/l10n.js';
import { copiedValues, fieldText } from './copiedValues.js';

export interface CopyFormProps {
  readonly parameters: readonly SweepParameter[];
  readonly params: TrialRow['params'];
  readonly onEnqueue: (values: Readonly<Record<string, ParameterValue>>) => void;
}

export function CopyForm({ parameters, params, onEnqueue }: CopyFormProps) {
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(parameters.map(({ name }) => [name, fieldText(params[name])])),
  );
  const { values, faults } = copiedValues(parameters, texts);
  const set = (name: string, text: string) => setTexts({ ...texts, [name]: text });
  return (
    <form
      class="copy-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (faults.size === 0) onEnqueue(values);
      }}
    >
      {parameters.map(({ name, choices, low, high }) => (
        <label key={name} class={faults.has(name) ? 'wrong' : ''} title={faults.get(name)}>
          <span>{name}</span>
          {choices ? (
            <select value={texts[name]} onChange={({ currentTarget: { value } }) => set(name, value)}>
              <option value="">{t('sampled')}</option>
              {choices.map((choice) => (
                <option key={String(choice)} value={fieldText(choice)}>
                  {String(choice)}
                </option>
              ))}
            </select>
          ) : (
            <input
              type="number"
              step="any"
              min={low}
              max={high}
              placeholder={t('sampled')}
              value={texts[name]}
              aria-invalid={faults.has(name)}
              onInput={({ currentTarget: { value } }) => set(name, value)}
            />
          )}
        </label>
      ))}
      {[...faults].map(([name, fault]) => (
        <p key={name} class="problem">
          {fault}
        </p>
      ))}
      <Button
        label={t('Enqueue')}
        primary
        disabled={faults.size > 0}
        onClick={() => {
          if (faults.size === 0) onEnqueue(values);
        }}
      />
    </form>
  );
}
