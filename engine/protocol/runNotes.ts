// Note and tags that a person gives a run, and their limits, which all sides check.

import { list, matching, text, type Shape } from './shape.js';

export interface RunNotes {
  /** Plain text; empty: none. */
  readonly note: string;
  /** Words to find the run by, each once. */
  readonly tags: readonly string[];
}

export const NO_NOTES: RunNotes = { note: '', tags: [] };

export const MOST_NOTE_LETTERS = 10_000;
export const MOST_TAGS = 20;
export const MOST_TAG_LETTERS = 40;

const TAG = new RegExp(`^(?=.{1,${MOST_TAG_LETTERS}}$)[^\\s,#]+( [^\\s,#]+)*$`, 'u');

export const runTags: Shape<readonly string[]> = list(
  matching(TAG, `a tag of at most ${MOST_TAG_LETTERS} letters without comma or #`),
  MOST_TAGS,
);
export const runNote: Shape<string> = text({ most: MOST_NOTE_LETTERS });

/** The tag in what a person typed; undefined for a text that is none. */
export function tagOf(typed: string): string | undefined {
  const tag = typed
    .trim()
    .replace(/^#+/, '')
    .replaceAll(/[\s,#]+/gu, ' ')
    .trim()
    .slice(0, MOST_TAG_LETTERS)
    .trim();
  return TAG.test(tag) ? tag : undefined;
}
