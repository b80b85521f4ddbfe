// The stream of a run's events: each goes to every listener, in their order, before the next one does. The first listener
// writes events.jsonl, so whatever a later one does upon an event comes after its line. A full disk is waited for,
// listener by listener; any other failure of a listener ends the run.

import type { ListenedRun, RunListener } from '../../records/runListener.js';
import { asError } from '../../protocol/errors.js';
import type { RunEvent } from '../../runlog/runEvents.js';
import { patientWrites, type PatientWrites } from './patientWrites.js';
import type { Steering } from './steering.js';

export interface RunStream {
  readonly dir: string;
  /** Resolves when all listeners have heard the event and everything that they emitted upon it. */
  emit(event: RunEvent): Promise<void>;
  /** Does other work of the run, and again while the disk is full, until there is room or the run is to stop. */
  readonly patiently: PatientWrites;
  /** Reason of the first listener that asked the run to stop. */
  readonly stopReason: string | undefined;
  /** Fields of all listeners for state.json. */
  remembered(): Readonly<Record<string, unknown>>;
  /** Delivers the last events of a run that fails to every listener, also after one that throws; that is noted. */
  emitLast(events: readonly RunEvent[]): Promise<void>;
  /** Closes the listeners, the last one first; failures are noted. */
  close(): Promise<void>;
}

/**
 * @param listeners in the order in which they hear an event, the record on disk first
 * @param note takes lines about failures that do not end the run
 */
export function openStream(
  dir: string,
  listeners: readonly RunListener[],
  steered: Pick<Steering, 'tell' | 'stopping' | 'told' | 'moreNews'>,
  note: (line: string) => void,
): RunStream {
  const waiting: RunEvent[] = [];
  let stopReason: string | undefined;
  let step = 0;
  const run: ListenedRun = {
    dir,
    emit: (event) => void waiting.push(event),
    stop: (reason) => {
      stopReason ??= reason;
      steered.tell({ command: 'stop' });
    },
  };
  /** Delivers to all listeners at once, not after the event that waits for disk space. */
  const alarm = async (message: string): Promise<void> => {
    const event: RunEvent = { type: 'alarm', time: now(), step, kind: 'disk-full', message };
    for (const listener of listeners) await listener.hear(event, run);
  };
  const patiently = patientWrites(steered, alarm, note);
  const trying = async (work: () => Promise<void> | undefined): Promise<void> => {
    try {
      await work();
    } catch (error) {
      note(asError(error).message);
    }
  };
  return {
    dir,
    patiently,
    emit: async (event) => {
      waiting.push(event);
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const heard = next;
        step = heard.step;
        for (const listener of listeners) await patiently(() => listener.hear(heard, run));
      }
    },
    get stopReason() {
      return stopReason;
    },
    remembered: () => listeners.reduce((all, { remembers }) => ({ ...all, ...remembers?.() }), {}),
    emitLast: async (events) => {
      waiting.length = 0;
      for (const event of events)
        for (const listener of listeners) await trying(() => listener.hear(event, run));
    },
    close: async () => {
      for (const listener of listeners.toReversed()) await trying(() => listener.close?.());
    },
  };
}

const now = () => new Date().toISOString();
