// The checks of a run's events and of its process.json, which may come from anywhere: a cluster, a colleague, a later
// version. Fields that this version does not know are dropped, and events of a type that it does not know are skipped.

import type {
  AlarmEvent,
  CheckpointEvent,
  EndedEvent,
  PausedEvent,
  RatesEvent,
  RunEvent,
  RunProcess,
  SamplePicture,
  SamplesEvent,
  StartedEvent,
  StepEvent,
  ValidationEvent,
} from './runEvents.js';
import {
  dictionary,
  either,
  finite,
  list,
  matching,
  number,
  oneOf,
  refuse,
  stored,
  text,
  whole,
  type Shape,
} from '../protocol/shape.js';

const MOST_NAMES = 1000;
const MOST_PICTURES = 10_000;

const name = text({ least: 1, most: 200 });
const names = list(name, MOST_NAMES);
const step = whole(0);
/** The largest numbers that are taken; none may be negative. */
const MOST_EPOCHS = 1e9;
const LARGEST_RATE = 1e9;
const LONGEST_STEP_MS = 1e12;
const MOST_MEMORY_MIB = 1e9;
const epoch = number(0, MOST_EPOCHS);
const rate = number(0, LARGEST_RATE);
const values = dictionary(either(oneOf(null), finite), MOST_NAMES);

/** ISO 8601. */
const time: Shape<string> = (value, where) =>
  typeof value === 'string' && value.length <= 40 && !Number.isNaN(Date.parse(value))
    ? value
    : refuse(where, 'a time such as 2026-11-28T10:00:00.000Z', value);

/** A path below the run's folder: it cannot lead out of it, neither here nor on Windows. */
export const pathBelow: Shape<string> = matching(
  // eslint-disable-next-line no-control-regex -- control characters must not be in it
  /^(?!.*(?:^|\/)\.\.?(?:\/|$))[^/\\:\u0000-\u001f][^\\:\u0000-\u001f]{0,1023}$/,
  'a path below the folder of the run, with forward slashes',
);

const atStep = { time, step };

export const startedEvent: Shape<Omit<StartedEvent, 'type'>> = stored({
  ...atStep,
  backend: text({ most: 400 }),
  host: text({ most: 400 }),
  pid: whole(0),
  epochs: whole(0),
  stepsPerEpoch: whole(0),
  losses: names,
  metrics: names,
  images: names,
});

export const stepEvent: Shape<Omit<StepEvent, 'type'>> = stored({
  ...atStep,
  epoch,
  generatorRate: rate,
  discriminatorRate: rate,
  stepMs: number(0, LONGEST_STEP_MS),
  memoryMiB: number(0, MOST_MEMORY_MIB),
  losses: values,
});

const samplePicture: Shape<SamplePicture> = stored({
  tile: name,
  image: name,
  role: oneOf('input', 'generated', 'truth'),
  file: pathBelow,
});

const EVENTS: Readonly<Record<RunEvent['type'], Shape<object>>> = {
  started: startedEvent,
  step: stepEvent,
  validation: stored({ ...atStep, epoch, metrics: values }) satisfies Shape<Omit<ValidationEvent, 'type'>>,
  samples: stored({
    ...atStep,
    epoch,
    folder: pathBelow,
    pictures: list(samplePicture, MOST_PICTURES),
  }) satisfies Shape<Omit<SamplesEvent, 'type'>>,
  checkpoint: stored({
    ...atStep,
    folder: pathBelow,
    why: oneOf('epoch', 'asked', 'stopped', 'best'),
  }) satisfies Shape<Omit<CheckpointEvent, 'type'>>,
  rates: stored({ ...atStep, generatorRate: rate, discriminatorRate: rate }) satisfies Shape<
    Omit<RatesEvent, 'type'>
  >,
  paused: stored(atStep) satisfies Shape<Omit<PausedEvent, 'type'>>,
  continued: stored(atStep) satisfies Shape<Omit<PausedEvent, 'type'>>,
  alarm: stored({
    ...atStep,
    kind: oneOf('not-a-number', 'divergence', 'mode-collapse', 'disk-full'),
    message: text({ most: 4000 }),
  }) satisfies Shape<Omit<AlarmEvent, 'type'>>,
  ended: stored(
    { ...atStep, why: oneOf('done', 'stopped', 'failed') },
    { message: text({ most: 4000 }) },
  ) satisfies Shape<Omit<EndedEvent, 'type'>>,
};

const typed = stored({ type: text({ least: 1, most: 40 }) });

/**
 * One value of events.jsonl; undefined for an event of a type that a later version has added.
 *
 * @throws ShapeError for an event of another form
 */
export function readRunEvent(value: unknown, where: string): RunEvent | undefined {
  if (isPlainStep(value)) return value;
  const { type } = typed(value, where);
  if (!Object.hasOwn(EVENTS, type)) return undefined;
  const shape = EVENTS[type as RunEvent['type']]; // it is a key of the table
  return { type, ...shape(value, where) } as RunEvent; // checked by the shape of its type
}

/**
 * A step as almost every line has it, checked field by field without a closure or a copy: a run has up to millions of
 * them. Any other line takes the slow path, which names the problem. Unknown fields stay, and are never read.
 */
function isPlainStep(value: unknown): value is StepEvent {
  if (typeof value !== 'object' || value === null) return false;
  const event = value as { readonly [K in keyof StepEvent]?: unknown };
  if (event.type !== 'step' || typeof event.time !== 'string' || event.time.length > 40) return false;
  if (!Number.isSafeInteger(event.step) || (event.step as number) < 0) return false;
  if (
    !isWithin(event.epoch, MOST_EPOCHS) ||
    !isWithin(event.generatorRate, LARGEST_RATE) ||
    !isWithin(event.discriminatorRate, LARGEST_RATE) ||
    !isWithin(event.stepMs, LONGEST_STEP_MS) ||
    !isWithin(event.memoryMiB, MOST_MEMORY_MIB)
  )
    return false;
  const { losses } = event;
  if (typeof losses !== 'object' || losses === null || Array.isArray(losses)) return false;
  let count = 0;
  for (const key in losses) {
    const loss = (losses as Readonly<Record<string, unknown>>)[key];
    if (loss !== null && (typeof loss !== 'number' || !Number.isFinite(loss))) return false;
    if (++count > MOST_NAMES) return false;
  }
  return !Number.isNaN(Date.parse(event.time));
}

function isWithin(value: unknown, most: number): boolean {
  return typeof value === 'number' && value >= 0 && value <= most;
}

/** process.json. */
export const runProcess: Shape<RunProcess> = stored({
  schemaVersion: oneOf(1),
  pid: whole(1),
  host: text({ most: 400 }),
  socket: text({ least: 1, most: 4096 }),
  started: time,
});
