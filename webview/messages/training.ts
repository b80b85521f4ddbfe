// The training dashboard's contract: state comes down, intents go up. `show` is what there is, and small; the curves of
// runs that are ticked come as rows of numbers, appended as the run writes them.

import type { AlarmEvent, CheckpointEvent, SamplePicture } from '../../engine/runlog/runEvents.js';
import type { RunStatus } from '../../engine/runlog/runState.js';

export type TrainingDown =
  | { readonly type: 'show'; readonly state: TrainingState }
  | RowsMessage
  | SamplesMessage
  | PictureMessage
  /** Make a picture or a table of the curves on screen, and hand it up with `save`. */
  | { readonly type: 'export'; readonly format: 'csv' | 'png' };

export interface TrainingState {
  /** An untrusted workspace is for looking only: no run is started, stopped or changed. */
  readonly trusted: boolean;
  /** All runs of the folders that are looked at, the newest first. */
  readonly runs: readonly RunHead[];
  /** Ids of those whose curves are sent, in the order in which they were ticked. */
  readonly ticked: readonly string[];
  /** Of the last tick that the extension host has heard of; 0 before the first. */
  readonly turn: number;
}

/** A number, a word: what a configuration holds at one of its places. */
export type ConfigValue = string | number | boolean | null;

export interface RunHead {
  /** Absolute path of its folder. The page compares it, and never opens it. */
  readonly id: string;
  readonly name: string;
  readonly status: RunStatus;
  /** A run of ours, or a folder of TensorBoard's files, which nobody can stop or resume. */
  readonly kind: 'run' | 'tensorboard';
  readonly startedMs?: number;
  readonly lastMs?: number;
  readonly backend?: string;
  readonly host?: string;
  readonly step: number;
  readonly epoch: number;
  /** Its number as planned: epochs need not begin with 1. */
  readonly lastEpoch?: number;
  /** How many, as planned; 0 where that is not known. */
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly timeLeftMs?: number;
  /** What the run declares, in the order in which to show it. */
  readonly losses: readonly string[];
  readonly metrics: readonly string[];
  readonly images: readonly string[];
  /** The last values of losses and metrics; null: not a number. */
  readonly last: Readonly<Record<string, number | null>>;
  /** run.json, flat: "plan.batchSize" → 1. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  readonly alarms: readonly AlarmEvent[];
  readonly checkpoint?: CheckpointEvent;
  /** Of a failure: its message. */
  readonly failure?: string;
  /** What is wrong with its files, in words. */
  readonly problems: readonly string[];
}

/** Rows of numbers from row `from` on; later rows that the page has are dropped. 0: begin anew. */
export interface RowsMessage {
  readonly type: 'rows';
  readonly run: string;
  readonly table: 'steps' | 'validations';
  readonly from: number;
  readonly step: Float64Array;
  readonly epoch: Float64Array;
  /** Milliseconds since 1970. */
  readonly timeMs: Float64Array;
  /** As long as `step` each. NaN: no value. */
  readonly columns: readonly { readonly name: string; readonly values: Float64Array }[];
  /** Most rows have no value in most columns: each column is a curve of its own rows. */
  readonly sparse?: true;
  /** All rows that there are now have been sent. */
  readonly complete: boolean;
}

export interface SamplesMessage {
  readonly type: 'samples';
  readonly run: string;
  /** Index of the first; later ones that the page has are dropped. */
  readonly from: number;
  readonly samples: readonly SampleStep[];
}

export interface SampleStep {
  readonly step: number;
  readonly epoch: number;
  readonly pictures: readonly SampleOfTile[];
}

export interface SampleOfTile extends Omit<SamplePicture, 'file'> {
  /** As the webview serves it; one that begins with ASKED_FOR is asked for with `picture` instead. */
  readonly uri: string;
}

/** Pictures that lie in no file of their own, but in one of TensorBoard's. */
export const ASKED_FOR = 'asked-for:';

/** The answer to `picture`: an encoded picture, or why there is none. */
export interface PictureMessage {
  readonly type: 'picture';
  readonly uri: string;
  readonly bytes?: Uint8Array;
  readonly problem?: string;
}

export const RUN_ACTIONS = ['stop', 'pause', 'continue', 'checkpoint', 'resume', 'rates'] as const;
export type RunAction = (typeof RUN_ACTIONS)[number];

export const MOST_TICKED = 20;

export type TrainingUp =
  /** First message of a page; nothing is posted before it. */
  | { readonly type: 'ready' }
  /** The runs to send the curves of; replaces the last such list. `turn` counts the ticks. */
  | { readonly type: 'tick'; readonly runs: readonly string[]; readonly turn: number }
  | { readonly type: 'act'; readonly run: string; readonly action: RunAction }
  /** The two configurations side by side, in VS Code's own diff editor. */
  | { readonly type: 'compare'; readonly runs: readonly string[] }
  /** A picture whose address begins with ASKED_FOR. */
  | { readonly type: 'picture'; readonly uri: string }
  /** The folder in the explorer. */
  | { readonly type: 'reveal'; readonly run: string }
  | {
      readonly type: 'save';
      readonly name: string;
      readonly format: 'csv' | 'png';
      readonly bytes: Uint8Array;
    }
  /** Something went wrong in the page: for the log, and for the user when `show` is set. */
  | { readonly type: 'failed'; readonly message: string; readonly show: boolean };
