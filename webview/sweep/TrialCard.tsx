// Card of one trial: what it tried and what came out, and what can be done with it.

import { useState } from 'preact/hooks';
import { durationText } from '../charts/numberText.js';
import type { SweepState, SweepUp, TrialPicturesMessage, TrialRow } from '../messages/sweep.js';
import { Button } from '../ui/Controls.js';
import { t } from '../ui/l10n.js';
import { CopyForm } from './CopyForm.js';
import { isSilent } from './plots/timeline.js';
import { durationOrNone, objectiveText, paramText, stateText, trialDuration } from './trialWords.js';

export interface TrialCardProps {
  readonly state: SweepState;
  readonly trial: TrialRow;
  readonly nowMs: number;
  readonly pictures: TrialPicturesMessage['pictures'] | undefined;
  readonly post: (message: SweepUp) => void;
  readonly onCurrent: (trial: number) => void;
  readonly onClose: () => void;
}

export function TrialCard({ state, trial, nowMs, pictures, post, onCurrent, onClose }: TrialCardProps) {
  const [copies, setCopies] = useState(false);
  const { number, reason, host, retryOf, run } = trial;
  const silent = isSilent(trial, nowMs);
  const isOver = trial.state !== 'running' && trial.state !== 'waiting';
  const act = (label: string, message: SweepUp, isPossible = true) => (
    <Button label={label} disabled={!state.trusted || !isPossible} onClick={() => post(message)} />
  );
  const canLook = run !== undefined;
  return (
    <section class="trial-card" aria-label={t('Trial {0}', number)}>
      <div class="card-head">
        <h2>{t('Trial {0}', number)}</h2>
        <span class={`state-dot ${trial.state}`} aria-hidden="true" />
        <span>{stateText(trial.state)}</span>
        <span class="muted">{durationOrNone(trialDuration(trial, nowMs))}</span>
        <div class="space" />
        <button
          type="button"
          class="plot-button"
          aria-label={t('Close the card')}
          title={t('Close')}
          onClick={onClose}
        >
          <span class="codicon codicon-close" aria-hidden="true" />
        </button>
      </div>
      {reason !== undefined && <p class="problem">{reason}</p>}
      {(trial.violation ?? 0) > 0 && (
        <p class="note">{t('It violates the constraints, so it is never the best.')}</p>
      )}
      {host !== undefined && trial.heartbeatMs !== undefined && (
        <p class={silent ? 'problem' : 'note'}>
          {t(
            'Its worker on {0} was heard {1} ago.',
            host,
            durationText(Math.max(0, nowMs - trial.heartbeatMs)),
          )}
        </p>
      )}
      {retryOf !== undefined && (
        <p class="note">
          {t('It tries again')}{' '}
          <button type="button" class="link" onClick={() => onCurrent(retryOf)}>
            {t('trial {0}', retryOf)}
          </button>
        </p>
      )}
      <dl>
        {state.objectives.map(({ name }, i) => (
          <Pair key={name} name={name} value={objectiveText(trial, i)} strong />
        ))}
        {Object.entries(trial.params).map(([name, value]) => (
          <Pair key={name} name={name} value={paramText(value)} />
        ))}
      </dl>
      {state.isSweep && (
        <div class="card-actions">
          <Button
            label={t('Open Run')}
            disabled={!canLook}
            onClick={() => post({ type: 'openRun', trial: number })}
          />
          {trial.state === 'running' && act(t('Stop'), { type: 'stopTrial', trial: number })}
          {isOver && act(t('Retry'), { type: 'retryTrial', trial: number, from: 'start' })}
          {isOver &&
            act(
              t('Retry from Checkpoint'),
              { type: 'retryTrial', trial: number, from: 'checkpoint' },
              canLook,
            )}
          <Button
            label={t('Enqueue a Copy…')}
            pressed={copies}
            disabled={!state.trusted}
            onClick={() => setCopies(!copies)}
          />
          {act(t('Start Training with These…'), { type: 'startTraining', trial: number })}
        </div>
      )}
      {copies && state.isSweep && (
        <CopyForm
          key={number}
          parameters={state.parameters}
          params={trial.params}
          onEnqueue={(values) => {
            post({ type: 'enqueue', values });
            setCopies(false);
          }}
        />
      )}
      {pictures && pictures.length > 0 && (
        <div class="card-pictures">
          {pictures.map(({ name, url }) => (
            <figure key={name}>
              <img src={url} alt={t('{0} of trial {1}', name, number)} loading="lazy" />
              <figcaption>{name}</figcaption>
            </figure>
          ))}
        </div>
      )}
    </section>
  );
}

function Pair({
  name,
  value,
  strong,
}: {
  readonly name: string;
  readonly value: string;
  readonly strong?: boolean;
}) {
  return (
    <div class={strong ? 'strong' : ''}>
      <dt>{name}</dt>
      <dd>{value === '' ? '–' : value}</dd>
    </div>
  );
}
