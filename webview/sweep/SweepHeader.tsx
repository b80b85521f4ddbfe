// Head of the page: what the sweep is about, how far it is and why it ended, its best trial, and the controls of its workers.

import { MOST_SWEEP_WORKERS } from '../../engine/protocol/sweeps.js';
import { shortText } from '../charts/numberText.js';
import type { SweepState, SweepUp } from '../messages/sweep.js';
import { Button } from '../ui/Controls.js';
import { Choice } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import { Toolbar } from '../ui/Toolbar.js';
import { frontOf } from './selection.js';
import { bestFirst, valueId, type Columns } from './trialColumns.js';
import { commonReason, countStates } from './trialStore.js';
import { countsInWords } from './trialWords.js';

export interface SweepHeaderProps {
  readonly state: SweepState;
  readonly columns: Columns;
  readonly post: (message: SweepUp) => void;
  readonly onCurrent: (trial: number) => void;
  readonly onPick: (trials: readonly number[]) => void;
  readonly onExport: (format: 'csv' | 'png') => void;
}

export function SweepHeader(props: SweepHeaderProps) {
  const { state, columns, post, onExport } = props;
  const { trials } = columns;
  const counts = countStates(trials);
  const ended = counts.complete + counts.pruned + counts.failed;
  const onlyFails = trials.length > 0 && counts.failed === trials.length;
  return (
    <header class="sweep-head">
      <div class="sweep-title">
        <h1 title={state.id}>{state.name}</h1>
        <p role="status">{statusText(state, counts.running)}</p>
        {state.studies.length > 1 && (
          <Choice
            label={t('Study of the journal')}
            caption={t('Study')}
            value={state.study}
            options={state.studies.map((name) => ({ value: name, title: name }))}
            onChoose={(name) => post({ type: 'study', name })}
          />
        )}
        <div class="space" />
        <Toolbar label={t('Sweep')} class="sweep-actions">
          {state.isSweep && <Steering {...props} running={counts.running} />}
          <Button label={t('Export CSV…')} disabled={trials.length === 0} onClick={() => onExport('csv')} />
          <Button
            label={t('Export PNG…')}
            hint={t('Picture of the plots drawn so far; scroll to the others first')}
            disabled={trials.length === 0}
            onClick={() => onExport('png')}
          />
        </Toolbar>
      </div>
      <div class="sweep-progress">
        {state.trials !== undefined && (
          <progress
            max={Math.max(1, state.trials)}
            value={Math.min(ended, state.trials)}
            aria-label={t('{0} of {1} trials', ended, state.trials)}
          />
        )}
        <span>
          {state.trials === undefined ? '' : `${t('{0} of {1} trials', ended, state.trials)} · `}
          {countsInWords(counts) || t('no trials yet')}
        </span>
        <Best {...props} />
      </div>
      {state.ended !== undefined && (
        <p class="note">
          <span class="codicon codicon-check" aria-hidden="true" /> {t('The sweep has ended.')} {state.ended}
        </p>
      )}
      {onlyFails && <p class="problem">{failuresText(props)}</p>}
      {state.notices.map((notice) => (
        <p key={notice} class="note">
          <span class="codicon codicon-warning" aria-hidden="true" /> {notice}
        </p>
      ))}
    </header>
  );
}

function Steering({ state, post, running }: SweepHeaderProps & { readonly running: number }) {
  const { phase, workers, trusted } = state;
  const hint = trusted ? undefined : t('Trust the workspace to steer the sweep.');
  const steer = (
    label: string,
    icon: string,
    change: { phase?: typeof phase; workers?: number },
    more = false,
  ) => (
    <Button
      key={label}
      label={label}
      icon={icon}
      {...(hint === undefined ? {} : { hint })}
      disabled={!trusted || more}
      onClick={() => post({ type: 'steer', ...change })}
    />
  );
  return (
    <>
      {phase === 'working'
        ? steer(t('Pause: running trials wait'), 'debug-pause', { phase: 'paused' })
        : steer(t('Resume'), 'play', { phase: 'working' })}
      {steer(
        t('Drain: finish running trials, begin none'),
        'debug-step-out',
        { phase: 'draining' },
        phase === 'draining' || (running === 0 && !state.working),
      )}
      <span class="workers">
        {steer(t('One worker less'), 'remove', { workers: workers - 1 }, workers <= 1)}
        <span title={t('Trials at the same time on this machine')}>{t('Workers: {0}', workers)}</span>
        {steer(t('One worker more'), 'add', { workers: workers + 1 }, workers >= MOST_SWEEP_WORKERS)}
      </span>
      <Button
        label={t('Edit Space…')}
        {...(hint === undefined ? {} : { hint })}
        disabled={!trusted}
        onClick={() => post({ type: 'editSpace' })}
      />
    </>
  );
}

/** Best trial of one objective, or how many trials the front has. */
function Best({ state, columns, onCurrent, onPick }: SweepHeaderProps) {
  if (columns.objectives.length > 1) {
    const front = frontOf(columns);
    if (front.length === 0) return null;
    return (
      <button
        type="button"
        class="best"
        onClick={() => onPick(front.map((at) => columns.trials[at]!.number))}
      >
        {t('Pareto front: {0} trials', front.length)}
      </button>
    );
  }
  const [at] = bestFirst(columns);
  if (at === undefined) return null;
  const { number } = columns.trials[at]!;
  const value = columns.dimensions.get(valueId(0))!.values[at]!;
  return (
    <button type="button" class="best" onClick={() => onCurrent(number)}>
      {t('Best: trial {0}, {1} {2}', number, state.objectives[0]?.name ?? '', shortText(value))}
    </button>
  );
}

function statusText(
  { isSweep, phase, working, ended, sampler, pruner }: SweepState,
  running: number,
): string {
  const how = [sampler, pruner].filter((one) => one !== undefined).join(' · ');
  const what = !isSweep
    ? t('Journal of Optuna')
    : ended !== undefined
      ? t('ended')
      : phase === 'paused'
        ? t('paused')
        : phase === 'draining'
          ? running > 0
            ? t('draining: running trials are finished')
            : t('drained')
          : working || running > 0
            ? t('running')
            : t('not running');
  return how === '' ? what : `${what} · ${how}`;
}

function failuresText({ columns: { trials } }: SweepHeaderProps): string {
  const common = commonReason(trials);
  if (!common) return t('All trials have failed, and none has told why: look into the logs of their runs.');
  return t(
    'All {0} trials have failed. The reason of {1} of them: {2}',
    trials.length,
    common.count,
    common.reason,
  );
}
