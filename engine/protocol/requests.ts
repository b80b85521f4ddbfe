// What the extension may ask of the engine: one table of types from which both ends derive, so that a missing or
// wrong handler does not compile. This file knows no transport; each end has its own connection.ts.

import type { BackendId, BackendInUse, ListedBackend } from './backends.js';
import type { EngineErrorCode } from './errors.js';
import type { Control } from './progress.js';
import type { Scoring } from './scoring.js';

/** Raised by one whenever a request changes its meaning: an engine of another version is refused at the handshake. */
export const PROTOCOL_VERSION = 1;

export interface EngineRequests {
  /** The first request on every channel. */
  'engine/handshake': [params: NoParams, result: Handshake];
  /** What computes here. With the self-test each is put to the test and timed, which takes up to a minute. */
  'backend/list': [params: { readonly selfTest: boolean }, result: readonly ListedBackend[]];
  /** The bundled models. */
  'model/list': [params: NoParams, result: ModelList];
  /** The images that paths of files and folders mean, and a name for the result of each. */
  'image/find': [params: { readonly paths: readonly string[] }, result: readonly InputImage[]];
  /** Analyses one image into `<into>/<name>`, a result folder as the command line writes it. */
  'image/analyse': [params: AnalyseParams, result: ImageAnalysis];
}

export type NoParams = Readonly<Record<string, never>>;

export interface Handshake {
  readonly protocolVersion: number;
  readonly engineVersion: string;
  readonly nodeVersion: string;
  /** The machine, for people: "AMD EPYC 7B13, 2 cores, 16 GB". */
  readonly device: string;
}

export interface ModelList {
  readonly models: readonly ModelSummary[];
  /** Models that are there but broken, in words. */
  readonly problems: readonly string[];
}

export interface ModelSummary {
  readonly id: string;
  readonly title: string;
  /** Absolute path. */
  readonly folder: string;
}

export interface InputImage {
  readonly path: string;
  /** Of its result folder: the file's stem, or its full name where two files share a stem. */
  readonly name: string;
}

export interface AnalyseParams extends AnalysisOptions {
  /** Absolute path of the image file. */
  readonly image: string;
  /** Absolute path of the folder that gets the result folder. */
  readonly into: string;
  readonly name: string;
}

export interface AnalysisOptions {
  /** Model folder, or the id of a bundled model; empty: the default model. */
  readonly model: string;
  readonly backend: BackendId | 'auto';
}

export interface ImageAnalysis {
  /** Absolute path of the result folder, and its name. */
  readonly folder: string;
  readonly name: string;
  /** By segmentation map; DeepLIIF has one, "Seg". */
  readonly scoring: Readonly<Record<string, Scoring>>;
  /** What a reader of the image should know: "the alpha channel was laid on white". */
  readonly notices: readonly string[];
  readonly backend: BackendInUse;
}

export type Method = keyof EngineRequests;
export type Params<M extends Method> = EngineRequests[M][0];
export type Result<M extends Method> = EngineRequests[M][1];

/** What answers a request: looks at `signal` between steps, tells `report` how far it is, throws EngineError. */
export type EngineHandlers = {
  readonly [M in Method]: (params: Params<M>, control: Required<Control>) => Promise<Result<M>>;
};

/** How parameters travel. `progress`: the token under which the caller listens for progress; none, no reports. */
export interface Envelope<P> {
  readonly params: P;
  readonly progress?: number;
}

/** JSON-RPC error number of an EngineError; its code is in the data. */
export const ENGINE_ERROR = 1;
/** JSON-RPC error number of any other exception: a defect of ours. */
export const DEFECT = 2;

export interface EngineErrorData {
  readonly code: EngineErrorCode;
}
