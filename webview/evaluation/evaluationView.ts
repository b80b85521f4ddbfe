// View state of the page of an evaluation, saved over reloads with the folders that it compares.

import { MOST_RADIUS_PX } from '../messages/evaluation.js';
import { flag, oneOf, recordOf, textOf, within } from '../ui/savedValues.js';

export const TAB_IDS = ['summary', 'images', 'comparison', 'about'] as const;
export type TabId = (typeof TAB_IDS)[number];

export interface EvaluationView {
  readonly tab: TabId;
  /** Name of the selected image; empty: none. */
  readonly image: string;
  /** True: pictures of the other results are shown. */
  readonly ofOther: boolean;
  /** Radius of detection that the user has set, pixels. */
  readonly radiusPx?: number;
}

/** The extension host opens the folders again. */
export interface SavedEvaluation extends EvaluationView {
  readonly folders: readonly string[];
}

export function readEvaluationView(value: unknown): EvaluationView {
  const saved = recordOf(value);
  const radiusPx = within(saved.radiusPx, 0, MOST_RADIUS_PX);
  return {
    ...(radiusPx === undefined ? {} : { radiusPx }),
    tab: oneOf(saved.tab, TAB_IDS) ?? 'summary',
    image: textOf(saved.image),
    ofOther: flag(saved.ofOther, false),
  };
}
