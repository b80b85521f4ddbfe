// The events of a training run, one a line of its events.jsonl. The engine is the only writer; dashboards, the command
// line and TensorBoard's files are made from these, so a live run, an old one and one copied from elsewhere take the
// same path to the screen. Names of losses, metrics and images are declared in `started`.

/** ISO 8601, UTC. */
interface Time {
  readonly time: string;
}
/** Optimisation steps since the beginning of the run. */
type AtStep = Time & { readonly step: number };

export type RunEvent =
  | StartedEvent
  | StepEvent
  | ValidationEvent
  | SamplesEvent
  | CheckpointEvent
  | RatesEvent
  | PausedEvent
  | AlarmEvent
  | EndedEvent;

/** A process trains the run from here on; the first event of a run, and again after each resume. */
export interface StartedEvent extends AtStep {
  readonly type: 'started';
  /** "TensorFlow 2.21 on 2 cores". */
  readonly backend: string;
  readonly host: string;
  readonly pid: number;
  /** Epochs of the whole run as planned. */
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  /** Names in the later events, in the order in which to show them. */
  readonly losses: readonly string[];
  readonly metrics: readonly string[];
  readonly images: readonly string[];
}

export interface StepEvent extends AtStep {
  readonly type: 'step';
  readonly epoch: number;
  readonly generatorRate: number;
  readonly discriminatorRate: number;
  /** Wall time of the step, reading of its samples included. */
  readonly stepMs: number;
  /** Resident memory of the process, mebibytes. */
  readonly memoryMiB: number;
  /** "<modality>/<term>", "segmentation/<term>", "total/generators", "total/discriminators". NaN is null. */
  readonly losses: Readonly<Record<string, number | null>>;
}

export interface ValidationEvent extends AtStep {
  readonly type: 'validation';
  readonly epoch: number;
  /** "val/segmentation/dice", "val/dapi/ssim", "val/total/generators" …; null when it is not defined. */
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** Pictures of the validation tiles, below the run's folder: samples/step-000000100/<tile>.<image>.png */
export interface SamplesEvent extends AtStep {
  readonly type: 'samples';
  readonly epoch: number;
  readonly folder: string;
  readonly pictures: readonly SamplePicture[];
}

export interface SamplePicture {
  /** Stem of the tile's file: "Bladder1". */
  readonly tile: string;
  /** "input", a modality, "segmentation", or a part of the map: "segmentation-dapi". */
  readonly image: string;
  /** The truth and the input are written once, at the run's first samples, and named again in each event. */
  readonly role: 'input' | 'generated' | 'truth';
  /** Path relative to the run's folder, with forward slashes. */
  readonly file: string;
}

export interface CheckpointEvent extends AtStep {
  readonly type: 'checkpoint';
  /** Path relative to the run's folder. */
  readonly folder: string;
  /** The reason for writing it. */
  readonly why: 'epoch' | 'asked' | 'stopped' | 'best';
}

/** The learning rates were changed by hand. */
export interface RatesEvent extends AtStep {
  readonly type: 'rates';
  readonly generatorRate: number;
  readonly discriminatorRate: number;
}

export interface PausedEvent extends AtStep {
  readonly type: 'paused' | 'continued';
}

export type AlarmKind = 'not-a-number' | 'divergence' | 'mode-collapse' | 'disk-full';

export interface AlarmEvent extends AtStep {
  readonly type: 'alarm';
  readonly kind: AlarmKind;
  /** The problem, its place, and what to do. */
  readonly message: string;
}

export interface EndedEvent extends AtStep {
  readonly type: 'ended';
  readonly why: 'done' | 'stopped' | 'failed';
  /** Reason of a failure, or of a listener that asked the run to stop. */
  readonly message?: string;
}

/**
 * process.json of a run: there while a process trains. Its control socket takes a line of JSON, a RunCommand, and
 * answers with a line: `{"ok":true}` or `{"ok":false,"message":"…"}`.
 */
export interface RunProcess {
  readonly schemaVersion: 1;
  readonly pid: number;
  readonly host: string;
  /** Path of the Unix socket, or name of the Windows pipe. */
  readonly socket: string;
  readonly started: string;
}
