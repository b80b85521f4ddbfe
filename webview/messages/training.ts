// Messages of the training dashboard's page: state comes down, intents go up. `show` holds the runs, and is small; the
// curves of selected runs come as rows of numbers, appended as the run writes them.

import type { AlarmEvent, CheckpointEvent, SamplePicture } from '../../engine/runlog/runEvents.js';
import type { RunNotes } from '../../engine/protocol/runNotes.js';
import type { RunStatus } from '../../engine/runlog/runState.js';
import type { PageUp } from './page.js';

export type TrainingDown =
  | { readonly type: 'show'; readonly state: TrainingState }
  | RowsMessage
  | SamplesMessage
  | PictureMessage
  /** Makes a picture or a table of the curves on screen, and sends it up with `save`. */
  | { readonly type: 'export'; readonly format: 'csv' | 'png' };

export interface TrainingState {
  /** True in a trusted workspace; in others no run is started, stopped or changed. */
  readonly trusted: boolean;
  /** All runs of the watched folders, the newest first. */
  readonly runs: readonly RunHead[];
  /** Ids of the runs whose curves are sent, in the order of their selection. */
  readonly selected: readonly string[];
  /** Turn of the last selection that the extension host received; 0 before the first. */
  readonly turn: number;
  /** Opened folders whose runs are listed; the page saves them, for its restoration. */
  readonly roots: readonly string[];
  /** Sentences about the list: limits that cut it. */
  readonly notices: readonly string[];
}

/** Value at one key of a configuration. */
export type ConfigValue = string | number | boolean | null;

export interface RunHead {
  /** Absolute path of the run's folder. The page compares it, and never opens it. */
  readonly id: string;
  readonly name: string;
  readonly status: RunStatus;
  /** A run of this engine, or a folder of TensorBoard's files, which cannot be stopped or resumed. */
  readonly kind: 'run' | 'tensorboard';
  readonly startedMs?: number;
  readonly lastMs?: number;
  readonly backend?: string;
  readonly host?: string;
  readonly step: number;
  readonly epoch: number;
  /** Number of the last planned epoch; the first may be another than 1. */
  readonly lastEpoch?: number;
  /** Planned count; 0 if it is not known. */
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly timeLeftMs?: number;
  /** Names that the run declares, in the order in which to show them. */
  readonly losses: readonly string[];
  readonly metrics: readonly string[];
  readonly images: readonly string[];
  /** Last values of losses and metrics; null stands for NaN. */
  readonly last: Readonly<Record<string, number | null>>;
  /** Flat run.json: "plan.batchSize" → 1. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  readonly alarms: readonly AlarmEvent[];
  readonly checkpoint?: CheckpointEvent;
  /** Note and tags that a person gave it. */
  readonly notes: RunNotes;
  /** Message of the failure, for a run that failed. */
  readonly failure?: string;
  /** Problems of its files, in words. */
  readonly problems: readonly string[];
}

/** Rows of numbers from row `from` on; later rows that the page has are dropped. 0 begins again. */
export interface RowsMessage {
  readonly type: 'rows';
  readonly run: string;
  readonly table: 'steps' | 'validations';
  readonly from: number;
  readonly step: Float64Array;
  readonly epoch: Float64Array;
  /** Milliseconds since 1970. */
  readonly timeMs: Float64Array;
  readonly columns: readonly RowsColumn[];
  /** Set if most rows have no value in most columns: each column is a curve of its own rows. */
  readonly sparse?: true;
  /** True if all rows that the run has now have been sent. */
  readonly complete: boolean;
}

/** Column as long as `step`. */
export interface RowsColumn {
  readonly name: string;
  /** NaN for a row without a value, and for one whose value is NaN. */
  readonly values: Float64Array;
  /** Rows of this message, from 0, whose value is NaN itself; absent: none. */
  readonly nan?: Float64Array;
}

export interface SamplesMessage {
  readonly type: 'samples';
  readonly run: string;
  /** Index of the first sample; later ones that the page has are dropped. */
  readonly from: number;
  readonly samples: readonly SampleStep[];
}

export interface SampleStep {
  readonly step: number;
  readonly epoch: number;
  readonly pictures: readonly SampleOfTile[];
}

export interface SampleOfTile extends Omit<SamplePicture, 'file'> {
  /** Address as the webview serves it; one that begins with ASKED_FOR is requested with `picture` instead. */
  readonly uri: string;
}

/** Beginning of the addresses of pictures in a file of TensorBoard's. */
export const ASKED_FOR = 'asked-for:';

/** Answer to `picture`: an encoded picture, or the reason why it is missing. */
export interface PictureMessage {
  readonly type: 'picture';
  readonly uri: string;
  readonly bytes?: Uint8Array;
  readonly problem?: string;
}

export const RUN_ACTIONS = ['stop', 'pause', 'continue', 'checkpoint', 'resume', 'rates'] as const;
export type RunAction = (typeof RUN_ACTIONS)[number];

export const MOST_SELECTED = 20;
/** Opened folders that are restored. */
export const MOST_ROOTS = 20;

export type TrainingUp =
  | PageUp
  /** Runs whose curves are to be sent; replaces the last such list. `turn` counts the selections. */
  | { readonly type: 'select'; readonly runs: readonly string[]; readonly turn: number }
  | { readonly type: 'act'; readonly run: string; readonly action: RunAction }
  /** Analyses an image with a checkpoint of the run; the extension asks for both. */
  | { readonly type: 'tryOnImage'; readonly run: string }
  /** Shows two configurations side by side, in VS Code's own diff editor. */
  | { readonly type: 'compare'; readonly runs: readonly string[] }
  /** Replaces note and tags of a run. */
  | { readonly type: 'annotate'; readonly run: string; readonly notes: RunNotes }
  /** Shows the output of the process that trained a run. */
  | { readonly type: 'log'; readonly run: string }
  /** Asks for a picture whose address begins with ASKED_FOR. */
  | { readonly type: 'picture'; readonly uri: string }
  /** Shows the run's folder in the explorer. */
  | { readonly type: 'reveal'; readonly run: string }
  | {
      readonly type: 'save';
      readonly name: string;
      readonly format: 'csv' | 'png';
      readonly bytes: Uint8Array;
    };
