// The state of a run: its events, reduced one after the other. A live run, an old one and one that was copied from
// another machine take this same path; the presence of its process is no event, and comes from process.json.

import type {
  AlarmEvent,
  CheckpointEvent,
  EndedEvent,
  PausedEvent,
  RatesEvent,
  RunEvent,
  SamplesEvent,
  StartedEvent,
} from './runEvents.js';
import { addRow, createTable, setValue, type GrowingTable, type RunTable } from './runTable.js';

/** Columns of `steps` beside the losses. */
export const STEP_COLUMNS = {
  generatorRate: 'rate/generators',
  discriminatorRate: 'rate/discriminators',
  stepMs: 'time/step',
  memoryMiB: 'memory/process',
} as const;

export interface RunState {
  /** Start of the first process, milliseconds since 1970; undefined before that. */
  readonly startedMs: number | undefined;
  /** The start of the last process. */
  readonly started: StartedEvent | undefined;
  /** Count of processes: 2 and more for a run that was resumed. */
  readonly starts: number;
  readonly phase: 'new' | 'running' | 'paused' | 'ended';
  readonly ended: EndedEvent | undefined;
  /** Step of the last event. */
  readonly step: number;
  readonly epoch: number;
  /** Time of the last event, milliseconds since 1970. */
  readonly lastMs: number;
  /** A row for each step: losses by name, and STEP_COLUMNS. */
  readonly steps: RunTable;
  /** A row for each validation. */
  readonly validations: RunTable;
  /** Sorted by rising step, as all lists below. */
  readonly samples: readonly SamplesEvent[];
  readonly checkpoints: readonly CheckpointEvent[];
  readonly alarms: readonly AlarmEvent[];
  /** Learning rates set by hand. */
  readonly rates: readonly RatesEvent[];
  readonly pauses: readonly PausedEvent[];
  /** Changes with every event. */
  readonly events: number;
}

type Changing = { -readonly [K in keyof RunState]: RunState[K] } & {
  readonly steps: GrowingTable;
  readonly validations: GrowingTable;
  samples: SamplesEvent[];
  checkpoints: CheckpointEvent[];
  alarms: AlarmEvent[];
  rates: RatesEvent[];
  pauses: PausedEvent[];
};

/** A file may repeat an alarm at every step; the last ones are kept. */
const MOST_KEPT = 10_000;

export interface RunReduction {
  /** The state after the last event; it is the same object, whose arrays grow. */
  readonly state: RunState;
  add(event: RunEvent): void;
}

/** Reduction that begins before the first event. */
export function reduceRun(): RunReduction {
  const state: Changing = {
    startedMs: undefined,
    started: undefined,
    starts: 0,
    phase: 'new',
    ended: undefined,
    step: 0,
    epoch: 0,
    lastMs: NaN,
    steps: createTable(),
    validations: createTable(),
    samples: [],
    checkpoints: [],
    alarms: [],
    rates: [],
    pauses: [],
    events: 0,
  };
  return {
    state,
    add: (event) => add(state, event),
  };
}

function add(state: Changing, event: RunEvent): void {
  const timeMs = Date.parse(event.time);
  state.events++;
  state.lastMs = timeMs;
  state.step = event.step;
  switch (event.type) {
    case 'started':
      state.startedMs ??= timeMs;
      state.started = event;
      state.starts++;
      state.phase = 'running';
      state.ended = undefined;
      return;
    case 'step': {
      const { steps } = state;
      const row = addRow(steps, event.step, event.epoch, timeMs);
      const { losses } = event;
      for (const name in losses) setValue(steps, row, name, losses[name] ?? NaN);
      setValue(steps, row, STEP_COLUMNS.generatorRate, event.generatorRate);
      setValue(steps, row, STEP_COLUMNS.discriminatorRate, event.discriminatorRate);
      setValue(steps, row, STEP_COLUMNS.stepMs, event.stepMs);
      setValue(steps, row, STEP_COLUMNS.memoryMiB, event.memoryMiB);
      state.epoch = event.epoch;
      return;
    }
    case 'validation': {
      const row = addRow(state.validations, event.step, event.epoch, timeMs);
      for (const name in event.metrics) setValue(state.validations, row, name, event.metrics[name]!);
      state.epoch = event.epoch;
      return;
    }
    case 'samples':
      keep(state.samples, event);
      return;
    case 'checkpoint':
      keep(state.checkpoints, event);
      return;
    case 'alarm':
      keep(state.alarms, event);
      return;
    case 'rates':
      keep(state.rates, event);
      return;
    case 'paused':
    case 'continued':
      keep(state.pauses, event);
      state.phase = event.type === 'paused' ? 'paused' : 'running';
      return;
    case 'ended':
      state.ended = event;
      state.phase = 'ended';
      return;
  }
}

/** Appends; a run that went back takes steps again, and its earlier events of those no longer hold. */
function keep<T extends { readonly step: number; readonly type: string }>(events: T[], event: T): void {
  while (events.length > 0 && events.at(-1)!.step > event.step) events.pop();
  events.push(event);
  if (events.length > MOST_KEPT) events.shift();
}

/** Presence of the process that trains: "elsewhere" is on another machine, of which nothing is known. */
export type ProcessPresence = 'alive' | 'gone' | 'elsewhere';

/** "dead": its process died before the run ended; such a run can be resumed. */
export type RunStatus =
  'waiting' | 'running' | 'paused' | 'done' | 'stopped' | 'failed' | 'dead' | 'elsewhere';

/** Statuses of runs that write no more, unless they are resumed. Also asked about words from files, so of any text. */
export const ENDED_STATUSES: ReadonlySet<string> = new Set<RunStatus>(['done', 'stopped', 'failed', 'dead']);

export function runStatus({ phase, ended }: RunState, presence: ProcessPresence): RunStatus {
  if (ended) return ended.why;
  if (presence === 'gone') return 'dead';
  if (presence === 'elsewhere') return 'elsewhere';
  return phase === 'new' ? 'waiting' : phase === 'paused' ? 'paused' : 'running';
}

const RECENT_STEPS = 50;

/** Steps of the whole run as planned; 0 when nothing is planned. */
export function plannedSteps({ started }: RunState): number {
  return started ? started.epochs * started.stepsPerEpoch : 0;
}

/**
 * The number of the last planned epoch. Epochs are numbered as in the reference, whose first is 0 by default, so it is
 * not their count. undefined before the first step, and when nothing is planned.
 */
export function lastEpoch(state: RunState): number | undefined {
  const planned = plannedSteps(state);
  if (planned === 0 || state.step === 0) return undefined;
  return state.epoch + Math.max(0, Math.floor((planned - state.step) / state.started!.stepsPerEpoch));
}

/**
 * Milliseconds of training that are left, from the median of the last 50 steps; undefined when nothing was measured or
 * nothing is left. Pauses and validations are not included.
 */
export function timeLeftMs(state: RunState): number | undefined {
  const left = plannedSteps(state) - state.step;
  const { steps } = state;
  const all = steps.columns.get(STEP_COLUMNS.stepMs);
  if (left <= 0 || !all || steps.count === 0) return undefined;
  const recent = all.slice(Math.max(0, steps.count - RECENT_STEPS), steps.count).sort();
  return left * recent[recent.length >> 1]!;
}
