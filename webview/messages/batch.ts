// Messages between the extension host and the page of a batch: images that were analysed together.

import type { Scoring } from '../../engine/protocol/scoring.js';
import type { PageUp } from './page.js';

export type BatchDown =
  | { readonly type: 'show'; readonly state: BatchPageState }
  /** Progress since the last state. */
  | { readonly type: 'progress'; readonly running: BatchProgress };

export interface BatchPageState {
  /** True in a trusted workspace; in others nothing is analysed again. */
  readonly trusted: boolean;
  /** Absolute path of the record, which the page saves and never opens. */
  readonly file: string;
  /** Time at which the batch began, milliseconds since 1970; absent if the record does not say it. */
  readonly startedMs?: number;
  /** Files that were left out, in words. */
  readonly notes: readonly string[];
  /** Images in the order of their analysis; a row is meant by its index. */
  readonly images: readonly ShownImage[];
  /** Absent if nothing is being analysed. */
  readonly running?: BatchProgress;
}

export interface BatchProgress {
  readonly done: number;
  readonly total: number;
  /** Index of the image that is being analysed. */
  readonly image: number;
  /** "tiles 3 of 12". */
  readonly text: string;
}

export interface ShownImage {
  readonly name: string;
  /** Path of the image file. */
  readonly path: string;
  /** `gone`: the image was analysed, but its result was moved or deleted since. */
  readonly state: 'waiting' | 'done' | 'failed' | 'gone';
  /** Reason of a failure, or damage of the result. */
  readonly problem?: string;
  /** Address of a small picture: cells outlined, or the image. */
  readonly picture?: string;
  readonly maps: readonly { readonly map: string; readonly scoring: Scoring }[];
  /** "40x", and "assumed" if nobody has said it. */
  readonly magnification?: string;
  /** True for a result of a demo model. */
  readonly isDemo?: boolean;
  readonly seconds?: number;
  readonly notices: readonly string[];
}

export type BatchUp =
  | PageUp
  /** Opens the result of an image. */
  | { readonly type: 'open'; readonly image: number }
  /** Analyses images of the batch again. */
  | { readonly type: 'again'; readonly images: readonly number[] }
  /** Cancels what is running; finished results stay. */
  | { readonly type: 'cancel' }
  /** Writes the table as a CSV file, where the user says. */
  | { readonly type: 'export' };
