// Sweeps as extension, engine, notebooks and workers agree on them: the file by which people steer the workers, and the
// parameters of requests.

/** Value of a parameter, as a configuration writes it. */
export type ParameterValue = string | number | boolean | null;

/**
 * Wishes of people to all workers of a sweep, also of those on other machines: `<sweep>/control.json`, read by every
 * worker every few seconds. Absent: `working`.
 */
export interface SweepControl {
  readonly schemaVersion: 1;
  /**
   * `working`: trials are taken. `paused`: running trainings wait, none begins; workers stay. `draining`: running trials
   * are finished, none begins, and workers end.
   */
  readonly phase: SweepPhase;
  /** Trials at the same time in the process that the editor or `sweep start` has started on this machine. */
  readonly workers: number;
  /** Numbers of running trials that are to be stopped; they fail with a reason, and are not retried. */
  readonly stopTrials: readonly number[];
}

export const SWEEP_PHASES = ['working', 'paused', 'draining'] as const;
export type SweepPhase = (typeof SWEEP_PHASES)[number];

export const MOST_SWEEP_WORKERS = 64;

export interface StartSweepParams {
  /** Absolute path of a `*.deepliif-sweep.json`. */
  readonly config: string;
  /** Folder that gets the sweep's folder; default: `out` of the configuration. */
  readonly out?: string;
  readonly workers: number;
}

export interface SteerSweepParams {
  /** Absolute path of the sweep's folder. */
  readonly folder: string;
  readonly phase?: SweepPhase;
  readonly workers?: number;
}

export interface TrialOfSweep {
  readonly folder: string;
  readonly trial: number;
}

export interface RetryTrialParams extends TrialOfSweep {
  /** `start`: a new trial with the same values. `checkpoint`: the same, and its training goes on from the last checkpoint. */
  readonly from: 'start' | 'checkpoint';
}

export interface EnqueueTrialParams {
  readonly folder: string;
  /** Parameters that are left out are sampled. */
  readonly values: Readonly<Record<string, ParameterValue>>;
}

export interface ChangeSweepParams {
  readonly folder: string;
  /** Absolute path of a changed `*.deepliif-sweep.json`: space, stopping rules, retries. Old trials stay usable. */
  readonly config: string;
}

/** Parameter of a proposed space, as a configuration writes it. */
export interface ProposedParameter {
  readonly name: string;
  /** `low` and `high` with `step` or `log`, or `choices`. */
  readonly range: Readonly<Record<string, ParameterValue | readonly ParameterValue[]>>;
  /** Earlier parameters and the values with which this one occurs. */
  readonly when?: Readonly<Record<string, readonly ParameterValue[]>>;
  /** Value of the training that the proposal is made around. */
  readonly base: unknown;
}

/** Proposal of a sweep around a configuration of a training. */
export interface SweepProposal {
  /** Name of the training. */
  readonly name: string;
  /** Options that are the same in all trials; paths are absolute. */
  readonly train: Readonly<Record<string, unknown>>;
  readonly space: readonly ProposedParameter[];
  readonly objective: { readonly metric: string; readonly direction: 'minimize' | 'maximize' };
  /** Epochs of a trial. */
  readonly trialEpochs: number;
  /** Epochs of the training, if the proposal gives trials fewer. */
  readonly fullEpochs?: number;
  /** Trials that are proposed. */
  readonly trials: number;
}

/** Training with the values of a trial. */
export interface TrialTraining {
  /** Name of the sweep. */
  readonly sweep: string;
  readonly trial: number;
  /** Values of the objectives, in the order of `objectives`; none if the trial is not complete. */
  readonly values: readonly (number | null)[];
  readonly objectives: readonly string[];
  /** Options of a *.deepliif-train.json; paths are absolute. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Names of the options that the sweep has varied. */
  readonly varied: readonly string[];
  /** Epochs of the trial, and of the training if that is longer. */
  readonly trialEpochs: number;
  readonly epochs: number;
}
