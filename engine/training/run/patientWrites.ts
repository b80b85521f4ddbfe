// Retries of writes on a full disk, which must not end a run that has trained for days: writing waits until there is
// space again, or until the run is told to stop. Files are complete or absent meanwhile, so a crash then costs no more
// than at any time.

import { isDiskFull } from '../../files/unwritable.js';
import { asError } from '../../protocol/errors.js';
import type { Steering } from './steering.js';

/** Does `work`, again and again while the disk is full. @throws what `work` throws, once the run is to stop */
export type PatientWrites = <T>(work: () => Promise<T>) => Promise<T>;

const RETRY_MS = 5000;

/**
 * @param alarm writes the alarm into the run; where there is no room for it either, it is written first thing when
 *   there is
 */
export function patientWrites(
  steered: Pick<Steering, 'stopping' | 'told' | 'moreNews'>,
  alarm: (message: string) => Promise<void>,
  note: (line: string) => void,
  retryMs = RETRY_MS,
): PatientWrites {
  return async (work) => {
    let waiting: string | undefined;
    for (let isFirst = true; ; isFirst = false) {
      const { told } = steered;
      try {
        if (waiting !== undefined) {
          await alarm(waiting);
          waiting = undefined;
        }
        return await work();
      } catch (error) {
        if (!isDiskFull(error) || steered.stopping) throw error;
        if (isFirst) {
          waiting = `${asError(error).message} Training waits for free disk space, and continues by itself.`;
          note(waiting);
          continue; // there may be room for the alarm at least
        }
        await steered.moreNews(told, retryMs);
      }
    }
  };
}
