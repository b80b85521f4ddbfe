// The listeners that keep a run's folder: one appends every event to events.jsonl, one removes old checkpoints.

import type { RunFolder } from './runFolder.js';
import type { RunListener } from './runListener.js';

/** Appends each event to events.jsonl. It comes first, so others act upon events that are recorded. */
export function recordEvents(folder: Pick<RunFolder, 'append'>): RunListener {
  return { hear: (event) => folder.append(event) };
}

/** Keeps the last checkpoints, as many as `keepLast`, and removes those before them. */
export function keepLastCheckpoints(folder: Pick<RunFolder, 'removeOld'>, keepLast: number): RunListener {
  return {
    hear: async (event) => {
      if (event.type === 'checkpoint' && event.why !== 'best') await folder.removeOld(keepLast);
    },
  };
}
