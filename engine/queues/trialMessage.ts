// Messages between a sweep and the workers of a queue. Both sides check what they receive: whoever reaches the queue's
// server can write there. A message holds values of training options and no paths.

import { EngineError } from '../protocol/errors.js';
import { dictionary, list, matching, oneOf, stored, text, whole, type Shaped } from '../protocol/shape.js';
import { readRunEvent } from '../runlog/runShapes.js';
import type { RunEvent } from '../runlog/runEvents.js';
import { givenTrainOptions, TRAIN_OPTIONS, type TrainOptions } from '../training/plan/trainOptions.js';

/** Version of the messages; both sides must have the same one. */
export const PROTOCOL = 1;

const MOST_MESSAGE_CHARACTERS = 256 * 1024;
const MOST_OPTIONS = 1000;
const MOST_METRICS = 4;
const MOST_TRIALS = 1e7;
/** The last events that a worker tells; the sweep has read earlier ones. */
export const MOST_TOLD_EVENTS = 2000;

const protocol = stored({ protocol: whole(0) });
const anything = (value: unknown): unknown => value;
/** A name of a file or folder, without any way out of the folder that holds it. */
const folderName = matching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}$/, 'the name of a folder');
const sweepId = matching(/^[0-9a-f-]{36}$/, 'the id of a sweep');

/** State that the sweep wants the training to be in. */
export const WANTED = ['train', 'pause', 'stop'] as const;

const trialShape = stored({
  protocol: whole(0),
  /** Name of the sweep's folder. */
  sweep: folderName,
  sweepId,
  trial: whole(0, MOST_TRIALS),
  options: dictionary(anything, MOST_OPTIONS),
  /** Options of the sweep that are paths. Each worker has its own. */
  paths: list(text({ least: 1, most: 100 }), MOST_OPTIONS),
  /** Metrics of validation that the sweep wants to hear. */
  metrics: list(text({ least: 1, most: 300 }), MOST_METRICS),
  wanted: oneOf(...WANTED),
});

export type TrialMessage = Shaped<typeof trialShape>;

/** Another version of this program wrote the message: this one may not judge it. */
export class OtherProtocol extends EngineError {
  override readonly name = 'OtherProtocol';
}

/**
 * A trial as a worker takes it.
 * @throws OtherProtocol, or EngineError `usage` for a message that no sweep of this version writes
 */
export function trialMessage(value: unknown): TrialMessage {
  const where = 'trial of the queue';
  requireSize(value, where);
  requireProtocol(value, where);
  const message = trialShape(value, where);
  checkedOptions(message);
  return message;
}

/** Options of the training, checked by their table. @throws EngineError `usage` for unknown ones, wrong values, paths */
export function checkedOptions({ options, trial }: TrialMessage): Readonly<Partial<TrainOptions>> {
  const where = `trial ${trial}`;
  const forbidden = Object.keys(options).find((key) => isPath(key) || key === 'name');
  if (forbidden !== undefined)
    throw new EngineError(
      'usage',
      `${where}: ${forbidden} cannot come from a queue. Each worker has its own.`,
    );
  return givenTrainOptions(options, where, '/');
}

/** True for an option of training that is a path. */
export function isPath(option: string): boolean {
  return (
    Object.hasOwn(TRAIN_OPTIONS, option) &&
    TRAIN_OPTIONS[option as keyof typeof TRAIN_OPTIONS].kind === 'path'
  );
}

const newsShape = stored({
  protocol: whole(0),
  /** Machine of the worker. */
  host: text({ least: 1, most: 400 }),
  /** Name of the run's folder. */
  run: folderName,
  events: list(anything, MOST_TOLD_EVENTS),
});

/** Message of a worker about a training: events of its run that the sweep needs. */
export interface TrialNews {
  readonly protocol: number;
  readonly host: string;
  readonly run: string;
  readonly events: readonly RunEvent[];
}

const TOLD: readonly RunEvent['type'][] = ['started', 'validation', 'paused', 'continued', 'ended'];

/** @throws EngineError `usage` for news that no worker of this version writes */
export function trialNews(value: unknown): TrialNews {
  const where = 'message of a worker';
  requireProtocol(value, where);
  const news = newsShape(value, where);
  const events = news.events.flatMap((value, i) => {
    const event = readRunEvent(value, `${where}: event ${i + 1}`);
    return event && TOLD.includes(event.type) ? [event] : [];
  });
  return { ...news, events };
}

function requireProtocol(value: unknown, where: string): void {
  const found = protocol(value, where).protocol;
  if (found === PROTOCOL) return;
  throw new OtherProtocol(
    'usage',
    `The ${where} has version ${found} of the messages, and this program ${PROTOCOL}. Install the same version of ` +
      'DeepLIIF on all machines.',
  );
}

function requireSize(value: unknown, where: string): void {
  const characters = JSON.stringify(value)?.length ?? 0;
  if (characters > MOST_MESSAGE_CHARACTERS)
    throw new EngineError(
      'usage',
      `The ${where} has ${characters} characters; at most ${MOST_MESSAGE_CHARACTERS} are taken.`,
    );
}
