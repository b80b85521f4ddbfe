// The end of a sweep as its journal records it: attributes of the study, which Optuna shows and keeps.

import type { StoredStudy } from '../sweep/studyState.js';

/** Attribute of a study: why its sweep has ended, in words; null after it was resumed. */
export const ENDED_ATTR = 'ended';
/** Attribute of a study: when its sweep ended, ISO 8601. */
export const ENDED_AT_ATTR = 'ended_at';

const LONGEST_REASON_LETTERS = 1000;

export interface EndOfStudy {
  readonly reason: string;
  /** ISO 8601. */
  readonly endedAt: string | undefined;
}

/** undefined while the sweep has not ended. */
export function endOfStudy({ userAttrs }: Pick<StoredStudy, 'userAttrs'>): EndOfStudy | undefined {
  const { [ENDED_ATTR]: reason, [ENDED_AT_ATTR]: endedAt } = userAttrs;
  if (typeof reason !== 'string' || reason === '') return undefined;
  return {
    reason: reason.slice(0, LONGEST_REASON_LETTERS),
    endedAt: typeof endedAt === 'string' && !Number.isNaN(Date.parse(endedAt)) ? endedAt : undefined,
  };
}
