// Messages of the sweep dashboard's page: state comes down, intents go up. `show` holds what is small; trials come as
// rows, at first all of them, later those that are new or have changed.

import type { ParameterValue, SweepPhase } from '../../engine/protocol/sweeps.js';
import type { PageUp } from './page.js';

export type SweepDown =
  { readonly type: 'show'; readonly state: SweepState } | TrialsMessage | TrialPicturesMessage;

export interface SweepState {
  /** True in a trusted workspace; in others no trial is started, stopped or changed. */
  readonly trusted: boolean;
  /** Absolute path of the sweep's folder, or of a journal file of Optuna. The page compares it, and never opens it. */
  readonly id: string;
  readonly name: string;
  /** Names of the studies in the journal; one of them is shown. A sweep has one. */
  readonly studies: readonly string[];
  readonly study?: string;
  /** False for a journal of Optuna's own: its trials are no runs, and nothing can be steered. */
  readonly isSweep: boolean;
  readonly objectives: readonly { readonly name: string; readonly direction: 'minimize' | 'maximize' }[];
  /** Parameters in the order of the configuration; parameters of earlier spaces come after them. */
  readonly parameters: readonly SweepParameter[];
  readonly sampler?: string;
  readonly pruner?: string;
  /** Planned count, if the sweep ends by it. */
  readonly trials?: number;
  readonly phase: SweepPhase;
  /** Trials at the same time that are asked for on this machine. */
  readonly workers: number;
  /** True if a process of this machine works on the sweep. */
  readonly working: boolean;
  /** Why the sweep has ended, in words. */
  readonly ended?: string;
  /** Lines of the journal that could not be read, limits that cut the list. */
  readonly notices: readonly string[];
}

export interface SweepParameter {
  readonly name: string;
  /** Numbers have a range, categories have choices. */
  readonly low?: number;
  readonly high?: number;
  readonly log?: boolean;
  readonly step?: number;
  readonly choices?: readonly ParameterValue[];
}

export interface TrialsMessage {
  readonly type: 'trials';
  /** Sweep that the rows belong to. */
  readonly id: string;
  /** True: these are all; the page forgets what it had. */
  readonly all: boolean;
  readonly rows: readonly TrialRow[];
}

export interface TrialRow {
  readonly number: number;
  readonly state: 'running' | 'complete' | 'pruned' | 'failed' | 'waiting';
  /** One per objective; null stands for NaN. Undefined until the trial is complete. */
  readonly values?: readonly (number | null)[];
  readonly params: Readonly<Record<string, ParameterValue>>;
  /** Reports: step, value. */
  readonly reports: readonly (readonly [step: number, value: number | null])[];
  /** True if `reports` are an even part of a longer curve. */
  readonly thinned?: true;
  readonly startedMs?: number;
  readonly endedMs?: number;
  /** Violation of the constraints; above 0: the trial violates the constraints. */
  readonly violation?: number;
  /** Absolute path of its run's folder. */
  readonly run?: string;
  /** Why it failed, in words. */
  readonly reason?: string;
  /** Machine of its worker, and when that worker last touched its lease; of running trials. */
  readonly host?: string;
  readonly heartbeatMs?: number;
  /** Trial that this one tries again. */
  readonly retryOf?: number;
}

/** Last sample pictures of a trial's run. */
export interface TrialPicturesMessage {
  readonly type: 'pictures';
  readonly trial: number;
  readonly pictures: readonly { readonly name: string; readonly url: string }[];
}

export type SweepUp =
  | PageUp
  | { readonly type: 'steer'; readonly phase?: SweepPhase; readonly workers?: number }
  | { readonly type: 'stopTrial'; readonly trial: number }
  | { readonly type: 'openRun'; readonly trial: number }
  | { readonly type: 'startTraining'; readonly trial: number }
  | { readonly type: 'retryTrial'; readonly trial: number; readonly from: 'start' | 'checkpoint' }
  | { readonly type: 'enqueue'; readonly values: Readonly<Record<string, ParameterValue>> }
  /** Shows another study of the journal. */
  | { readonly type: 'study'; readonly name: string }
  /** Opens the configuration of the sweep, to change its space. */
  | { readonly type: 'editSpace' }
  /** Asks for the last sample pictures of trials. */
  | { readonly type: 'pictures'; readonly trials: readonly number[] }
  | {
      readonly type: 'save';
      readonly name: string;
      readonly format: 'csv' | 'png';
      readonly bytes: Uint8Array;
    };

/** Trials whose sample pictures one message may ask for. */
export const MOST_ASKED_TRIALS = 200;
