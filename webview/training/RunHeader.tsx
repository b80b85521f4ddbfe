// Header of the first selected run: why it failed, status, progress, speed, time left, the buttons that steer it, and its
// note and tags.

import { countText, durationText, shortText } from '../charts/numberText.js';
import { Button } from '../ui/Controls.js';
import type { RunAction, RunHead, TrainingUp } from '../messages/training.js';
import { t } from '../ui/l10n.js';
import { Toolbar } from '../ui/Toolbar.js';
import { SPEED_COLUMN, type CurveStore } from './curveStore.js';
import { RunFailure } from './RunFailure.js';
import { RunNotesEditor } from './RunNotesEditor.js';
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
      <RunFailure run={run} onLog={() => post({ type: 'log', run: run.id })} />
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
              <Button
                icon="debug-continue"
                label={t('Continue the paused training')}
                onClick={act('continue')}
              />
            )}
            {live && <Button icon="save" label={t('Checkpoint now')} onClick={act('checkpoint')} />}
            {run.checkpoint && (
              <Button
                icon="beaker"
                label={t('Try on Image…')}
                onClick={() => post({ type: 'tryOnImage', run: run.id })}
              />
            )}
            {live && <Button icon="settings" label={t('Change learning rate…')} onClick={act('rates')} />}
            {live && <Button icon="debug-stop" label={t('Stop after this step')} onClick={act('stop')} />}
            {!live && run.status !== 'done' && run.status !== 'elsewhere' && (
              <Button
                icon="debug-continue"
                label={t('Resume from the last checkpoint')}
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
          <Tile name={t('Done')} value={`${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`} longest="9.9 %" />
        )}
        {run.kind === 'run' && (
          <Tile
            name={t('Epoch')}
            value={run.lastEpoch === undefined ? String(run.epoch) : `${run.epoch} / ${run.lastEpoch}`}
            longest={run.lastEpoch === undefined ? '' : `${run.lastEpoch} / ${run.lastEpoch}`}
          />
        )}
        <Tile
          name={t('Step')}
          value={planned > 0 ? `${countText(run.step)} / ${countText(planned)}` : countText(run.step)}
          longest={planned > 0 ? `${countText(planned)} / ${countText(planned)}` : '00,000'}
        />
        {(live || run.timeLeftMs !== undefined) && (
          <Tile
            name={t('Time left')}
            value={run.timeLeftMs === undefined ? UNKNOWN : durationText(run.timeLeftMs)}
            longest={LONGEST_DURATION}
          />
        )}
        {lasted !== undefined && (
          <Tile
            name={live ? t('So far') : t('Took')}
            value={durationText(lasted)}
            longest={live ? LONGEST_DURATION : ''}
          />
        )}
        {(live || speed !== undefined) && (
          <Tile
            name={t('Speed')}
            value={speed === undefined ? UNKNOWN : speedText(speed)}
            longest={t('{0} steps/s', '0.00')}
          />
        )}
        {(live || memory !== undefined) && (
          <Tile
            name={t('Memory')}
            value={memory === undefined ? UNKNOWN : memoryText(memory)}
            longest="000 MiB"
          />
        )}
        {rate !== undefined && (
          <Tile name={t('Learning rate')} value={shortText(rate)} longest={live ? '0.00012345' : ''} />
        )}
        {run.checkpoint && (
          <Tile
            name={t('Checkpoint')}
            value={t('step {0}', countText(run.checkpoint.step))}
            longest={live && planned > 0 ? t('step {0}', countText(planned)) : ''}
          />
        )}
      </dl>
      <RunNotesEditor
        run={run}
        trusted={trusted}
        onNotes={(notes) => post({ type: 'annotate', run: run.id, notes })}
      />
    </header>
  );
}

interface TileProps {
  readonly name: string;
  readonly value: string;
  /** The longest text to expect: the tile is as wide, so that the header stays while numbers change. */
  readonly longest: string;
}

function Tile({ name, value, longest }: TileProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd style={{ minWidth: `${Math.max(longest.length, value.length)}ch` }}>{value}</dd>
    </div>
  );
}

const UNKNOWN = '–';
/** Durations and sizes change their digits and units. */
const LONGEST_DURATION = '59 min 59 s';

/** Always three digits, so that the text keeps its width. */
function speedText(stepsPerSecond: number): string {
  return stepsPerSecond >= 1
    ? t('{0} steps/s', stepsPerSecond.toPrecision(3))
    : t('{0} s/step', (1 / stepsPerSecond).toPrecision(3));
}

function memoryText(mebibytes: number): string {
  return mebibytes >= 1024 ? `${(mebibytes / 1024).toFixed(1)} GiB` : `${Math.round(mebibytes)} MiB`;
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
