// Interface of a listener to the events of a run. The record on disk, TensorBoard's file, the best checkpoint,
// monitors, the terminal and pruners all are listeners; training/run/runStream.ts delivers the events.

import type { RunEvent } from '../runlog/runEvents.js';

export interface RunListener {
  /**
   * Called with each event of the run, in their order, one at a time. The run waits for the promise; a rejection ends
   * the run. After an error of a full disk the same event comes again when there is room, so a listener that writes
   * must leave nothing half done.
   */
  readonly hear: (event: RunEvent, run: ListenedRun) => Promise<void>;
  /** Fields for state.json of each checkpoint, from which the listener continues when the run is resumed. */
  readonly remembers?: () => Readonly<Record<string, unknown>>;
  /** Called once when the run ends, however it ended. */
  readonly close?: () => Promise<void>;
}

/** The run as its listeners see it. */
export interface ListenedRun {
  /** The run's folder. */
  readonly dir: string;
  /** Adds an event of the listener's own. Every listener hears it after all have heard the current one. */
  readonly emit: (event: RunEvent) => void;
  /**
   * Asks the run to stop: it does so before its next step, with a checkpoint.
   * @param reason sentence for people, which the run's last event carries
   */
  readonly stop: (reason: string) => void;
}
