// Messages between the extension host and the page of an evaluation: results compared with their truth.

import type { EvaluationDocument, EvaluationPictures } from '../../engine/protocol/evaluations.js';
import type { Progress } from '../../engine/protocol/progress.js';
import type { PageUp } from './page.js';

export type EvaluationDown =
  | { readonly type: 'show'; readonly state: EvaluationState }
  /** Pictures of the image that was asked for, or why there are none. */
  | ({ readonly type: 'pictures' } & AskedPictures & (EvaluationPictures | { readonly failure: string }));

export interface AskedPictures {
  /** Name of the image. */
  readonly image: string;
  /** True: the prediction of the other results. */
  readonly ofOther: boolean;
}

export interface EvaluationState {
  /** True in a trusted workspace; in others nothing is evaluated. */
  readonly trusted: boolean;
  /** Absolute paths: results, truths, and the other results if there are any. */
  readonly folders: readonly string[];
  /** Largest distance of a found cell from its point. */
  readonly radiusPx: number;
  /** Progress of an evaluation that has not ended. */
  readonly progress?: Progress;
  readonly document?: EvaluationDocument;
  /** Command line that repeats it. */
  readonly command?: string;
  /** Reason why nothing could be evaluated. */
  readonly failure?: string;
}

export const MOST_RADIUS_PX = 1000;

export const COPY_FORMS = ['csv', 'json', 'command'] as const;
export type CopyForm = (typeof COPY_FORMS)[number];

export type EvaluationUp =
  | PageUp
  /** Evaluates again. */
  | { readonly type: 'again' }
  /** Evaluates again with another radius of detection. */
  | { readonly type: 'radius'; readonly radiusPx: number }
  /** Cancels the evaluation. */
  | { readonly type: 'cancel' }
  /** Asks for the pictures of an image. */
  | ({ readonly type: 'pictures' } & AskedPictures)
  /** Writes the report, where the user says. */
  | { readonly type: 'saveReport' }
  /** Puts the table, the document or the command line into the clipboard. */
  | { readonly type: 'copy'; readonly form: CopyForm };
