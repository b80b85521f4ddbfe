// Head of a run for the dashboard's page: everything beside its curves.

import { flatConfig } from './flatConfig.js';
import { lastEpoch, plannedSteps, timeLeftMs, type RunState } from '../../engine/runlog/runState.js';
import type { RunHead } from '../../webview/messages/training.js';
import { l10n } from '../workbench/l10n.js';
import type { FollowedLog } from '../../engine/reading/followEvents.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import { lastValues } from './runText.js';

const MOST_ALARMS = 200;
const MOST_PROBLEMS = 5;

/** `full`: state of all events if they have been read, with the problems of the run's files. */
export function runHead(run: ListedRun, full?: FollowedLog): RunHead {
  const state: RunState = full && full.state.events > 0 ? full.state : run.state;
  const { started, ended } = state;
  const checkpoint = state.checkpoints.at(-1);
  const left = run.live ? timeLeftMs(state) : undefined;
  const ends = lastEpoch(state);
  const lines = full?.problems ?? [];
  const more = lines.length > MOST_PROBLEMS ? [l10n.t('… and {0} more.', lines.length - MOST_PROBLEMS)] : [];
  return {
    id: run.folder,
    name: run.name,
    status: run.status,
    kind: run.kind,
    ...(state.startedMs === undefined ? {} : { startedMs: state.startedMs }),
    ...(Number.isNaN(state.lastMs) ? {} : { lastMs: state.lastMs }),
    ...(started ? { backend: started.backend, host: started.host } : {}),
    step: state.step,
    epoch: state.epoch,
    ...(ends === undefined ? {} : { lastEpoch: ends }),
    epochs: plannedSteps(state) > 0 ? started!.epochs : 0,
    stepsPerEpoch: started?.stepsPerEpoch ?? 0,
    ...(left === undefined ? {} : { timeLeftMs: left }),
    losses: started?.losses ?? [],
    metrics: started?.metrics ?? [],
    images: started?.images ?? [],
    last: lastValues(state),
    config: flatConfig({ ...run.asked, ...full?.hparams }),
    alarms: state.alarms.slice(-MOST_ALARMS),
    ...(checkpoint ? { checkpoint } : {}),
    notes: run.notes,
    ...(ended?.message === undefined ? {} : { failure: ended.message }),
    problems: [
      ...(run.problem === undefined ? [] : [run.problem]),
      ...(run.notesProblem === undefined ? [] : [run.notesProblem]),
      ...lines
        .slice(0, MOST_PROBLEMS)
        .map(({ message }) => (run.kind === 'run' ? `events.jsonl: ${message}` : message)),
      ...more,
    ],
  };
}
