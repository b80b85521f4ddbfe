// One run whose curves a page shows: follows its events and posts new ones, rows first.

import { join } from 'node:path';
import { asError } from '../../engine/protocol/errors.js';
import type { SamplesEvent } from '../../engine/runlog/runEvents.js';
import type { RunState } from '../../engine/runlog/runState.js';
import type { TensorBoardPicture } from '../../engine/runlog/tensorBoard.js';
import { isEventFile } from '../../engine/runlog/tensorBoardPlaces.js';
import { placeOfPicture } from '../../engine/runlog/tensorBoardRun.js';
import { ASKED_FOR, type PictureMessage, type TrainingDown } from '../../webview/messages/training.js';
import type { FollowedLog } from '../../engine/reading/followEvents.js';
import { followRun } from '../../engine/reading/followRun.js';
import { EVENTS_FILE } from '../../engine/reading/runFile.js';
import type { RunKind } from '../../engine/reading/runKind.js';
import { readTensorBoardPicture } from '../../engine/reading/tensorBoardFiles.js';
import { followFile } from './followFile.js';
import { NOTHING_SENT, rowsToSend, sentBefore, type SentRows } from './rowsToSend.js';
import { sampleStep } from './sampleStep.js';

/** Intervals of checking the file of a run that trains, and of one that does not. */
const LIVE_MS = 200;
const STILL_MS = 2000;
/** Interval of showing the part of a long file that has been read. */
const PARTS_MS = 300;

export interface ShownRun {
  readonly folder: string;
  readonly log: FollowedLog;
  /** Sets whether the run trains now. */
  live(is: boolean): void;
  /** Sends everything again: the page has loaded anew and is empty. */
  forgotten(): void;
  /** The picture in a file of TensorBoard whose address was sent; undefined for other addresses. */
  picture(uri: string): Promise<TensorBoardPicture> | undefined;
  dispose(): void;
}

export interface ShownRunOwner {
  post(message: TrainingDown): void;
  /** Called after new events were posted. */
  changed(): void;
  failed(thrown: unknown): void;
  /** Address under which the webview serves a file. */
  uriOf(file: string, version: string): string;
}

export function showRun(folder: string, kind: RunKind, owner: ShownRunOwner): ShownRun {
  const isBoard = kind === 'tensorboard';
  const reader = followRun(folder, kind);
  let sent: Record<'steps' | 'validations', SentRows> = { steps: NOTHING_SENT, validations: NOTHING_SENT };
  /** Places of pictures in files of TensorBoard, by the addresses that the page knows them by. */
  const places = new Map<string, string>();
  let samplesOf: RunState | undefined;
  let samplesSent = 0;
  let lastSample: SamplesEvent | undefined;
  let disposed = false;

  // A resumed run that repeats steps writes the same files again: their time tells them apart.
  const uriOf = (file: string, version: string) => {
    if (!isBoard) return owner.uriOf(join(folder, file), version);
    const uri = `${ASKED_FOR}${encodeURIComponent(JSON.stringify([folder, file]))}`;
    places.set(uri, file);
    return uri;
  };

  const flush = () => {
    if (disposed) return;
    const { state } = reader.log;
    const changed = reader.changedFrom();
    for (const table of ['steps', 'validations'] as const) {
      const { messages, sent: now } = rowsToSend(
        folder,
        table,
        state[table],
        sentBefore(sent[table], state[table], changed[table]),
      );
      sent = { ...sent, [table]: now };
      for (const message of messages) owner.post(isBoard ? { ...message, sparse: true } : message);
    }
    const { samples } = state;
    const goesOn = samplesOf === state && (samplesSent === 0 || samples[samplesSent - 1] === lastSample);
    const from = goesOn ? samplesSent : 0;
    if (!goesOn) places.clear();
    if (!goesOn || from < samples.length)
      owner.post({
        type: 'samples',
        run: folder,
        from,
        samples: samples.slice(from).map((event) => sampleStep(event, uriOf)),
      });
    samplesOf = state;
    samplesSent = samples.length;
    lastSample = samples.at(-1);
  };
  const read = async () => {
    try {
      // A long file is shown while it is read, a few times a second: the page draws anew each time.
      let flushedMs = performance.now();
      const changed = await reader.read(() => {
        if (performance.now() - flushedMs < PARTS_MS) return;
        flush();
        flushedMs = performance.now();
      });
      if (disposed || !changed) return;
      flush();
      owner.changed();
    } catch (thrown) {
      owner.failed(thrown);
    }
  };
  const following = followFile(folder, isBoard ? isEventFile : EVENTS_FILE, LIVE_MS, () => void read());
  void read();
  return {
    folder,
    get log() {
      return reader.log;
    },
    live: (is) => following.every(is ? LIVE_MS : STILL_MS),
    forgotten: () => {
      sent = { steps: NOTHING_SENT, validations: NOTHING_SENT };
      samplesOf = undefined;
      flush();
    },
    picture: (uri) => {
      const place = places.get(uri);
      return place === undefined ? undefined : readTensorBoardPicture(folder, placeOfPicture(place));
    },
    dispose: () => {
      disposed = true;
      following.dispose();
    },
  };
}

/** The answer to a page that asks for a picture of one of these runs. */
export async function askedPicture(
  uri: string,
  shown: readonly ShownRun[],
): Promise<Pick<PictureMessage, 'bytes' | 'problem'>> {
  for (const run of shown) {
    const asked = run.picture(uri);
    if (asked)
      return asked.then(
        ({ bytes }) => ({ bytes }),
        (thrown: unknown) => ({ problem: asError(thrown).message }),
      );
  }
  return { problem: 'The picture is of no run that is shown.' };
}
