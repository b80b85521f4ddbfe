// Header of the first selected run: status, progress, speed, time left, and the buttons that steer it.

import { countText, durationText, shortText } from '../charts/numberText.js';
import { Button } from '../ui/Controls.js';
import type { RunAction, RunHead, TrainingUp } from '../messages/training.js';
import { t } from '../ui/l10n.js';
import { Toolbar } from '../ui/Toolbar.js';
import { SPEED_COLUMN, type CurveStore } from './curveStore.js';
import { STATUSES, statusText } from './runStatusLook.js';

export interface RunHeaderProps {
  readonly run: RunHead;
  readonly store: CurveStore;
  readonly trusted: boolean;
  readonly post: (message: TrainingUp) => void;
}

export function RunHeader({ run, store, trusted, post }: RunHeaderProps) {
  const planned = run.epochs * run.stepsPerEpoch;
  const share = planned > 0 ? Math.min(1, run.step / planned) : undefined;
  const speed = recentMean(store, run.id, SPEED_COLUMN);
  const memory = lastOf(store, run.id, 'memory/process');
  const rate = lastOf(store, run.id, 'rate/generators');
  const live = run.status === 'running' || run.status === 'paused' || run.status === 'waiting';
  const act = (action: RunAction) => () => post({ type: 'act', run: run.id, action });
  const lasted =
    run.startedMs !== undefined && run.lastMs !== undefined ? run.lastMs - run.startedMs : undefined;
  return (
    <header class="run-header" aria-label={t('Run {0}', run.name)}>
      <div class="run-title">
        <span class={`status ${run.status}`}>
          <span class={`codicon codicon-${STATUSES[run.status].icon}`} aria-hidden="true" /> {statusText(run)}
        </span>
        <h2 title={run.id}>{run.name}</h2>
        <small>{[run.backend, run.host].filter((part) => part !== undefined).join(' · ')}</small>
        <span class="space" />
        {trusted && run.kind === 'run' && (
          <Toolbar label={t('Training')} class="actions">
            {live && run.status !== 'paused' && (
              <Button icon="debug-pause" label={t('Pause')} onClick={act('pause')} />
            )}
            {run.status === 'paused' && (
              <Button icon="debug-continue" label={t('Continue')} onClick={act('continue')} />
            )}
            {live && <Button icon="save" label={t('Checkpoint now')} onClick={act('checkpoint')} />}
            {live && <Button icon="settings" label={t('Change learning rate…')} onClick={act('rates')} />}
            {live && <Button icon="debug-stop" label={t('Stop after this step')} onClick={act('stop')} />}
            {!live && run.status !== 'done' && run.status !== 'elsewhere' && (
              <Button
                icon="debug-continue"
                label={t('Resume after the last checkpoint')}
                onClick={act('resume')}
              />
            )}
          </Toolbar>
        )}
      </div>
      {share !== undefined && (
        <div
          class={`progress ${run.status}`}
          role="progressbar"
          aria-label={t('Steps done')}
          aria-valuemin={0}
          aria-valuemax={planned}
          aria-valuenow={run.step}
        >
          <div style={{ width: `${100 * share}%` }} />
        </div>
      )}
      <dl class="tiles">
        {share !== undefined && (
          <Tile name={t('Done')} value={`${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`} />
        )}
        {run.kind === 'run' && (
          <Tile
            name={t('Epoch')}
            value={run.lastEpoch === undefined ? String(run.epoch) : `${run.epoch} / ${run.lastEpoch}`}
          />
        )}
        <Tile
          name={t('Step')}
          value={planned > 0 ? `${countText(run.step)} / ${countText(planned)}` : countText(run.step)}
        />
        {run.timeLeftMs !== undefined && <Tile name={t('Time left')} value={durationText(run.timeLeftMs)} />}
        {lasted !== undefined && <Tile name={live ? t('So far') : t('Took')} value={durationText(lasted)} />}
        {speed !== undefined && (
          <Tile
            name={t('Speed')}
            value={
              speed >= 1
                ? t('{0} steps/s', shortText(Number(speed.toPrecision(3))))
                : t('{0} s/step', shortText(Number((1 / speed).toPrecision(3))))
            }
          />
        )}
        {memory !== undefined && (
          <Tile
            name={t('Memory')}
            value={memory >= 1024 ? `${(memory / 1024).toFixed(1)} GiB` : `${Math.round(memory)} MiB`}
          />
        )}
        {rate !== undefined && <Tile name={t('Learning rate')} value={shortText(rate)} />}
        {run.checkpoint && (
          <Tile name={t('Checkpoint')} value={t('step {0}', countText(run.checkpoint.step))} />
        )}
      </dl>
    </header>
  );
}

function Tile({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function lastOf(store: CurveStore, run: string, name: string): number | undefined {
  const table = store.table(run, 'steps');
  const recent = table?.columns.get(name)?.values.subarray(Math.max(0, table.count - RECENT), table.count);
  return recent?.findLast((value) => !Number.isNaN(value));
}

const RECENT = 20;

function recentMean(store: CurveStore, run: string, name: string): number | undefined {
  const table = store.table(run, 'steps');
  const values = table?.columns.get(name)?.values.subarray(Math.max(0, table.count - RECENT), table.count);
  const known = [...(values ?? [])].filter((value) => !Number.isNaN(value));
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value) / known.length;
}
