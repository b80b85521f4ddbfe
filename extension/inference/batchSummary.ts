// Outcomes of images that were analysed together, and their count in words.

import type { ImageAnalysis, InputImage } from '../../engine/protocol/requests.js';
import { l10n } from '../workbench/l10n.js';

/** Outcome for one image of several. */
export type Outcome =
  | { readonly image: InputImage; readonly analysis: ImageAnalysis }
  | { readonly image: InputImage; readonly problem: string };

export interface Batch {
  /** Outcomes in the order of the analyses. */
  readonly outcomes: readonly Outcome[];
  /** Number of images that were chosen; more than outcomes if the analysis was cancelled or stopped. */
  readonly chosen: number;
}

/** "3 of 5 images analysed, 1 failed, 1 left out" */
export function batchInWords({ outcomes, chosen }: Batch): string {
  const failed = outcomes.filter((outcome) => 'problem' in outcome).length;
  return countsInWords({ done: outcomes.length - failed, failed, chosen });
}

export interface BatchCounts {
  readonly done: number;
  readonly failed: number;
  readonly chosen: number;
}

export function countsInWords({ done, failed, chosen }: BatchCounts): string {
  const left = chosen - done - failed;
  return [
    l10n.t('{0} of {1} images analysed', done, chosen),
    ...(failed > 0 ? [l10n.t('{0} failed', failed)] : []),
    ...(left > 0 ? [l10n.t('{0} left out', left)] : []),
  ].join(', ');
}
