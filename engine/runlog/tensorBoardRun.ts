// A folder of TensorBoard's files as a run: pieces of it become the same state that a run's own events become, so that
// lists, tables and dashboards show both alike. The names of tags decide where they go.

import type { EndedEvent, SamplePicture, SamplesEvent } from './runEvents.js';
import { reduceRun, STEP_COLUMNS, type RunState } from './runState.js';
import { createTable, type GrowingTable } from './runTable.js';
import { dropRows, mergeRows, type NewValues } from './mergedRows.js';
import type { TensorBoardImage, TensorBoardPart, TensorBoardPiece } from './tensorBoard.js';
import { MOST_EVENT_FILES, type EventFilePlace, type PicturePlace } from './tensorBoardPlaces.js';

export interface TensorBoardRun {
  /** The state after the last piece; another object after a piece that begins anew. */
  readonly state: RunState;
  /** Problems with its files, in words. */
  readonly problems: readonly string[];
  /** Hyperparameters. */
  readonly hparams: Readonly<Record<string, string | number | boolean>>;
  /** Places to read on from. */
  readonly places: readonly EventFilePlace[];
  /** Takes a piece in; true when it had anything. */
  add(piece: TensorBoardPiece): boolean;
  /** The first rows that have changed since this was asked last. */
  changedFrom(): { readonly steps: number; readonly validations: number };
}

/** Names that our own runs have in TensorBoard's files, and those in the dashboard. */
const OWN_NAMES: ReadonlyMap<string, string> = new Map([
  ['speed/step-ms', STEP_COLUMNS.stepMs],
  ['memory/MiB', STEP_COLUMNS.memoryMiB],
]);
const MOST_PROBLEMS = 100;
/** Pictures named in all steps together. */
const MOST_NAMED = 50_000;

type State = { -readonly [K in keyof RunState]: RunState[K] } & {
  steps: GrowingTable;
  validations: GrowingTable;
  samples: SamplesEvent[];
};

interface Restart {
  readonly file: string;
  readonly step: number;
}

export function reduceTensorBoard(): TensorBoardRun {
  let state = emptyState();
  let hparams: TensorBoardRun['hparams'] = {};
  let places: readonly EventFilePlace[] = [];
  let problems: string[] = [];
  let restarts: Restart[] = [];
  let lastFile = '';
  let dropped = 0;
  let [unreadFiles, hiddenSteps] = [0, 0];
  let changed = { steps: 0, validations: 0 };

  const begin = () => {
    state = emptyState();
    [hparams, problems, restarts, lastFile, dropped, hiddenSteps] = [{}, [], [], '', 0, 0];
    changed = { steps: 0, validations: 0 };
  };
  const touch = (table: 'steps' | 'validations', from: number) => {
    if (from < changed[table]) changed = { ...changed, [table]: from };
  };
  const take = (part: TensorBoardPart) => {
    if (part.restartsAt !== undefined) {
      restarts.push({ file: part.file, step: part.restartsAt });
      touch('steps', dropRows(state.steps, part.restartsAt));
      touch('validations', dropRows(state.validations, part.restartsAt));
      state.samples = state.samples.filter(({ step }) => step < part.restartsAt!);
      state.starts++;
      state.ended = undefined;
    }
    // Later values of an earlier process are void from the step at which the next process began.
    const end = Math.min(
      ...restarts.filter(({ file }) => file > part.file).map(({ step }) => step),
      Infinity,
    );
    const values = part.scalars.map((scalars) => valuesBefore(scalars, end));
    for (const table of ['steps', 'validations'] as const) {
      const mine = values.filter(({ name }) => name.startsWith('val/') === (table === 'validations'));
      const merged = mergeRows(state[table], mine);
      touch(table, merged.from);
      dropped += merged.dropped;
    }
    const images = part.images.filter(({ step }) => step < end);
    if (images.length > 0) {
      const { samples, hidden } = withImages(state.samples, images, part.file);
      state.samples = samples;
      hiddenSteps += hidden;
    }
    state.step = lastStep(state);
    if (part.hparams) hparams = { ...hparams, ...part.hparams };
    if (part.ended) state.ended = endedEvent(part.ended, state.step);
    if (!Number.isNaN(part.firstMs)) {
      state.startedMs = Math.min(state.startedMs ?? Infinity, part.firstMs);
      state.lastMs = Number.isNaN(state.lastMs) ? part.lastMs : Math.max(state.lastMs, part.lastMs);
    }
    problems.push(...part.problems.slice(0, MOST_PROBLEMS - problems.length));
    state.events++;
  };

  return {
    get state() {
      return state;
    },
    get problems() {
      return [
        ...problems,
        ...places.flatMap(({ stopped }) => (stopped === undefined ? [] : [`${stopped}.`])),
        ...(dropped > 0 ? [`${dropped} values are not shown: there are too many in all.`] : []),
        ...(unreadFiles > 0
          ? [`${unreadFiles} event files are not read: only the last ${MOST_EVENT_FILES} by name are.`]
          : []),
        ...(hiddenSteps > 0
          ? [`Pictures of ${hiddenSteps} earlier steps are not shown: there is room for ${MOST_NAMED}.`]
          : []),
      ];
    },
    get hparams() {
      return hparams;
    },
    get places() {
      return places;
    },
    add: (piece) => {
      if (piece.anew) begin();
      ({ places, unreadFiles } = piece);
      for (const part of piece.parts) {
        // An earlier file shows another process only now, so the files belong in another order.
        const isLate = part.restartsAt !== undefined && part.file < lastFile;
        if (isLate) {
          begin();
          places = [];
          return true;
        }
        take(part);
        if (part.file > lastFile) lastFile = part.file;
      }
      state.phase = state.ended ? 'ended' : state.events > 0 ? 'running' : 'new';
      return piece.anew || piece.parts.length > 0;
    },
    changedFrom: () => {
      const from = changed;
      changed = { steps: state.steps.count, validations: state.validations.count };
      return from;
    },
  };
}

function emptyState(): State {
  return { ...reduceRun().state, steps: createTable(), validations: createTable(), samples: [] };
}

function valuesBefore(
  { tag, step, timeMs, value }: TensorBoardPart['scalars'][number],
  end: number,
): NewValues {
  const name = OWN_NAMES.get(tag) ?? tag;
  if (step.every((one) => one < end)) return { name, step, timeMs, value };
  const kept = (array: Float64Array) => array.filter((_, i) => step[i]! < end);
  return { name, step: kept(step), timeMs: kept(timeMs), value: kept(value) };
}

function endedEvent({ why, timeMs }: NonNullable<TensorBoardPart['ended']>, step: number): EndedEvent {
  return { type: 'ended', why, step, time: new Date(timeMs).toISOString() };
}

function lastStep({ steps, validations, samples }: RunState): number {
  const lasts = [steps.step[steps.count - 1], validations.step[validations.count - 1], samples.at(-1)?.step];
  return Math.max(0, ...lasts.filter((step) => step !== undefined));
}

/** Each step names the newest pictures of all tags, since some are written more rarely than others, and the truth once. */
function withImages(
  known: readonly SamplesEvent[],
  images: readonly TensorBoardImage[],
  file: string,
): { readonly samples: SamplesEvent[]; readonly hidden: number } {
  const bySteps = new Map<number, Map<string, SamplePicture>>();
  const times = new Map(known.map(({ step, time }) => [step, time]));
  const keyOf = ({ tile, image, role }: SamplePicture) => JSON.stringify([tile, image, role]);
  /** Pictures of the step itself; those of earlier steps are carried on again. */
  const own = new Map<number, SamplePicture[]>();
  for (const [i, { step, pictures }] of known.entries())
    own.set(
      step,
      pictures.filter((picture) => !known[i - 1]?.pictures.includes(picture)),
    );
  for (const image of images) {
    own.set(image.step, [...(own.get(image.step) ?? []), pictureOf(image, file)]);
    times.set(image.step, new Date(image.timeMs).toISOString());
  }
  let newest = new Map<string, SamplePicture>();
  const steps = [...own.keys()].sort((a, b) => a - b);
  for (const step of steps) {
    newest = new Map(newest);
    for (const picture of own.get(step)!) newest.set(keyOf(picture), picture);
    bySteps.set(step, newest);
  }
  let room = MOST_NAMED;
  const shown = steps
    .toReversed()
    .filter((step) => (room -= bySteps.get(step)!.size) >= 0)
    .toReversed();
  const samples = shown.map((step): SamplesEvent => ({
    ...{ type: 'samples', step, epoch: 0, folder: '', time: times.get(step)! },
    pictures: [...bySteps.get(step)!.values()],
  }));
  return { samples, hidden: steps.length - shown.length };
}

/** Our own runs name pictures "<tile>/<image>/<role>"; others are shown by their tags. */
function pictureOf({ tag, index, offset }: TensorBoardImage, file: string): SamplePicture {
  const place = pictureFile({ file, offset, tag, index });
  const [, tile, image, role] = /^(.+)\/([^/]+)\/(input|generated|truth)$/.exec(tag) ?? [];
  if (role !== undefined && index === 0)
    return { tile: tile!, image: image!, role: role as SamplePicture['role'], file: place };
  const cut = tag.lastIndexOf('/');
  const name = tag.slice(cut + 1) || tag;
  return {
    tile: cut > 0 ? tag.slice(0, cut) : 'images',
    image: index === 0 ? name : `${name} (${index + 1})`,
    role: 'generated',
    file: place,
  };
}

/** The file of a sample of such a run: its place in an event file, as text. */
export function pictureFile({ file, offset, tag, index }: PicturePlace): string {
  return JSON.stringify([file, offset, index, tag]);
}

/** The place in the text that pictureFile made. */
export function placeOfPicture(made: string): PicturePlace {
  const [file, offset, index, tag] = JSON.parse(made) as [string, number, number, string]; // it is our own
  return { file, offset, tag, index };
}
