// One run whose curves a page shows: follows its events and posts what is new, rows first.

import { join } from 'node:path';
import type { RunLog } from '../../engine/protocol/runLog.js';
import type { SamplesEvent } from '../../engine/protocol/runEvents.js';
import type { SampleStep, TrainingDown } from '../../webview/messages/training.js';
import { followFile } from './followFile.js';
import { NOTHING_SENT, rowsToSend, type SentRows } from './rowsToSend.js';
import { EVENTS_FILE, openRunReader } from './runReader.js';

/** How often the file of a run is looked at that trains, and of one that does not. */
const LIVE_MS = 200;
const STILL_MS = 2000;
const PARTS_MS = 300;

export interface ShownRun {
  readonly folder: string;
  readonly log: RunLog;
  /** Whether it trains now. */
  live(is: boolean): void;
  /** The page has loaded anew and has nothing. */
  forgotten(): void;
  dispose(): void;
}

export interface ShownRunOwner {
  post(message: TrainingDown): void;
  /** Something is new, after it was posted. */
  changed(): void;
  failed(thrown: unknown): void;
  /** As the webview serves it. */
  uriOf(file: string, version: string): string;
}

export function showRun(folder: string, owner: ShownRunOwner): ShownRun {
  const reader = openRunReader(folder);
  let sent: Record<'steps' | 'validations', SentRows> = { steps: NOTHING_SENT, validations: NOTHING_SENT };
  let samplesOf: RunLog | undefined;
  let samplesSent = 0;
  let lastSample: SamplesEvent | undefined;
  let disposed = false;

  const flush = () => {
    if (disposed) return;
    const { state } = reader.log;
    for (const table of ['steps', 'validations'] as const) {
      const { messages, sent: now } = rowsToSend(folder, table, state[table], sent[table]);
      sent = { ...sent, [table]: now };
      for (const message of messages) owner.post(message);
    }
    const { samples } = state;
    const goesOn = samplesOf === reader.log && (samplesSent === 0 || samples[samplesSent - 1] === lastSample);
    const from = goesOn ? samplesSent : 0;
    if (!goesOn || from < samples.length)
      owner.post({
        type: 'samples',
        run: folder,
        from,
        samples: samples.slice(from).map((event) => sampleStep(event, folder, owner)),
      });
    samplesOf = reader.log;
    samplesSent = samples.length;
    lastSample = samples.at(-1);
  };
  const read = async () => {
    try {
      // A long file is shown while it is read, a few times a second: each time costs the page a drawing.
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
  const following = followFile(folder, EVENTS_FILE, LIVE_MS, () => void read());
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
    dispose: () => {
      disposed = true;
      following.dispose();
    },
  };
}

function sampleStep(event: SamplesEvent, folder: string, owner: ShownRunOwner): SampleStep {
  return {
    step: event.step,
    epoch: event.epoch,
    // Steps that are taken again write the same files again: their time tells them apart.
    pictures: event.pictures.map(({ file, ...rest }) => ({
      ...rest,
      uri: owner.uriOf(join(folder, file), rest.role === 'generated' ? event.time : ''),
    })),
  };
}
