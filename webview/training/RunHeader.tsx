// What the run in front does: its state, how far it is, how fast, how long still, and the buttons that steer it.

import { countText, durationText, shortText } from '../charts/numberText.js';
import { Button } from '../ui/controls.js';
import type { RunAction, RunHead, TrainingUp } from '../messages/training.js';
import { SPEED_COLUMN, type CurveStore } from './curveStore.js';
import { STATUSES } from './runStatusLook.js';

export interface RunHeaderProps {
  readonly run: RunHead;
  readonly store: CurveStore;
  readonly trusted: boolean;
  readonly post: (message: TrainingUp) => void;
}

export function RunHeader({ run, store, trusted, post }: RunHeaderProps) {
  const planned = run.epochs * run.stepsPerEpoch;
  const share = planned > 0 ? Math.min(1, run.step / planned) : undefined;
  const look = STATUSES[run.status];
  const speed = recentMean(store, run.id, SPEED_COLUMN);
  const memory = lastOf(store, run.id, 'memory/process');
  const rate = lastOf(store, run.id, 'rate/generators');
  const live = run.status === 'running' || run.status === 'paused' || run.status === 'waiting';
  const act = (action: RunAction) => () => post({ type: 'act', run: run.id, action });
  const lasted =
    run.startedMs !== undefined && run.lastMs !== undefined ? run.lastMs - run.startedMs : undefined;
  return (
    <header class="run-header" aria-label={`Run ${run.name}`}>
      <div class="run-title">
        <span class={`status ${run.status}`}>
          <span class={`codicon codicon-${look.icon}`} aria-hidden="true" />{' '}
          {run.kind === 'run' ? look.text : 'TensorBoard'}
        </span>
        <h2 title={run.id}>{run.name}</h2>
        <small>{[run.backend, run.host].filter((part) => part !== undefined).join(' · ')}</small>
        <span class="space" />
        {trusted && run.kind === 'run' && (
          <span class="actions" role="toolbar" aria-label="Training">
            {live && run.status !== 'paused' && (
              <Button icon="debug-pause" label="Pause" onClick={act('pause')} />
            )}
            {run.status === 'paused' && (
              <Button icon="debug-continue" label="Continue" onClick={act('continue')} />
            )}
            {live && <Button icon="save" label="Checkpoint now" onClick={act('checkpoint')} />}
            {live && <Button icon="settings" label="Change learning rate…" onClick={act('rates')} />}
            {live && <Button icon="debug-stop" label="Stop after this step" onClick={act('stop')} />}
            {!live && run.status !== 'done' && run.status !== 'elsewhere' && (
              <Button
                icon="debug-continue"
                label="Resume after the last checkpoint"
                onClick={act('resume')}
              />
            )}
          </span>
        )}
      </div>
      {share !== undefined && (
        <div
          class={`progress ${run.status}`}
          role="progressbar"
          aria-label="Steps done"
          aria-valuemin={0}
          aria-valuemax={planned}
          aria-valuenow={run.step}
        >
          <div style={{ width: `${100 * share}%` }} />
        </div>
      )}
      <dl class="tiles">
        {share !== undefined && (
          <Tile name="Done" value={`${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`} />
        )}
        {run.kind === 'run' && (
          <Tile
            name="Epoch"
            value={run.lastEpoch === undefined ? String(run.epoch) : `${run.epoch} / ${run.lastEpoch}`}
          />
        )}
        <Tile
          name="Step"
          value={planned > 0 ? `${countText(run.step)} / ${countText(planned)}` : countText(run.step)}
        />
        {run.timeLeftMs !== undefined && <Tile name="Time left" value={durationText(run.timeLeftMs)} />}
        {lasted !== undefined && <Tile name={live ? 'So far' : 'Took'} value={durationText(lasted)} />}
        {speed !== undefined && (
          <Tile
            name="Speed"
            value={
              speed >= 1
                ? `${shortText(Number(speed.toPrecision(3)))} steps/s`
                : `${shortText(Number((1 / speed).toPrecision(3)))} s/step`
            }
          />
        )}
        {memory !== undefined && (
          <Tile
            name="Memory"
            value={memory >= 1024 ? `${(memory / 1024).toFixed(1)} GiB` : `${Math.round(memory)} MiB`}
          />
        )}
        {rate !== undefined && <Tile name="Learning rate" value={shortText(rate)} />}
        {run.checkpoint && <Tile name="Checkpoint" value={`step ${countText(run.checkpoint.step)}`} />}
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
