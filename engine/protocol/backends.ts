// Backends, as both ends speak of them.

/** Id of a backend: "onnx". The engine's table says which there are. */
export type BackendId = string;

/** Stands for a backend in the records of models that are programs of plug-ins. */
export const PROGRAM_BACKEND = 'program';

export type Precision = 'float32' | 'int8';

/** A backend that was chosen and opened. */
export interface BackendInUse {
  readonly id: BackendId;
  /** Name for people: "onnxruntime 1.30 CPU, 2 threads". */
  readonly description: string;
  /** Reason for this choice, in words. */
  readonly reason: string;
}

/** A backend in a listing: it works here, or it does not, and why. */
export type ListedBackend = AvailableBackend | UnavailableBackend;

export interface AvailableBackend {
  readonly id: BackendId;
  readonly available: true;
  readonly description: string;
  readonly precisions: readonly Precision[];
  /** Sentences for people: what does not work as well as it should. */
  readonly notices: readonly string[];
  /** Result of the bundled model's test tile, 512 px; absent when it was not asked for. */
  readonly test?: BackendTest;
}

export interface UnavailableBackend {
  readonly id: BackendId;
  readonly available: false;
  readonly reason: string;
}

export interface BackendTest {
  readonly pass: boolean;
  /** Largest difference of all outputs, in grey levels. */
  readonly largestDifferenceLevels: number;
  /** Smallest share of equal pixels of all outputs. */
  readonly equalShare: number;
  /** Time of the second run; the first one warms up (except plain JavaScript's, which runs once). */
  readonly secondsPerTile: number;
  /** Estimate for a full-size model; absent where it was not asked for, or would take minutes. */
  readonly secondsPerFullTile?: number;
  /** Message of the error that prevented the estimate. */
  readonly fullSizeError?: string;
  /** Message of the error that ended the test. */
  readonly error?: string;
}
