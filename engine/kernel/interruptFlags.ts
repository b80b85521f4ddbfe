// Numbers that the kernel shares with the thread that watches for interrupts. That thread ends a cell that does not
// react, and must know that one runs.

/** Places in the shared array. */
export const FLAGS = {
  /** Number of the cell that runs; 0: none. */
  running: 0,
  /** Number of the cell that was interrupted last, set as soon as the kernel has reacted. */
  reacted: 1,
  /** Calls of the engine that are being answered: it reacts between tiles and steps. */
  engineCalls: 2,
} as const;

export type SharedFlags = Int32Array;

export function createFlags(): SharedFlags {
  return new Int32Array(new SharedArrayBuffer(4 * Object.keys(FLAGS).length));
}

/** Data of the thread. */
export interface InterruptWatch {
  readonly flags: SharedFlags;
  /** Number of the pipe among the files of the process. */
  readonly pipe: number;
}
