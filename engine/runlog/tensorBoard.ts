// What a folder of TensorBoard's event files says, as it travels from the engine to whoever shows it: in pieces, so that
// a folder that grows is followed, and a long one is shown while it is read.

import type { EventFilePlace } from './tensorBoardPlaces.js';

/** What is new in a folder since `TensorBoardPlaces` of the last piece. */
export interface TensorBoardPiece {
  /** Where to go on; it is handed back with the next request. */
  readonly places: readonly EventFilePlace[];
  /** A file was cut, put in another's place or taken away: this piece begins anew, and what was read before is void. */
  readonly anew: boolean;
  /** There is more to read now. */
  readonly more: boolean;
  /** Event files that are not read, because the folder has more than MOST_EVENT_FILES: the first by name. */
  readonly unreadFiles: number;
  /** In the order in which they were read. */
  readonly parts: readonly TensorBoardPart[];
}

/** A stretch of one file. */
export interface TensorBoardPart {
  readonly file: string;
  /** It begins with a process that takes the run up: what stands before it, at this step and later, is void. */
  readonly restartsAt?: number;
  readonly scalars: readonly TensorBoardScalars[];
  readonly images: readonly TensorBoardImage[];
  /** What the run was asked for, as the hparams plugin knows it. */
  readonly hparams?: Readonly<Record<string, string | number | boolean>>;
  /** How the session ended, as the hparams plugin knows it; milliseconds since 1970. */
  readonly ended?: { readonly why: 'done' | 'failed'; readonly timeMs: number };
  /** Of its first and its last event, milliseconds since 1970. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** Records that could not be understood, in words. */
  readonly problems: readonly string[];
}

/** Values of one tag, in the order in which they stand in the file. */
export interface TensorBoardScalars {
  readonly tag: string;
  readonly step: Float64Array;
  /** Milliseconds since 1970. */
  readonly timeMs: Float64Array;
  /** NaN for what is no finite number. */
  readonly value: Float64Array;
}

/** A picture that is in a file, and where: its bytes are asked for when it is to be shown. */
export interface TensorBoardImage {
  readonly tag: string;
  /** Of several pictures under one tag and step: which, from 0. */
  readonly index: number;
  readonly step: number;
  readonly timeMs: number;
  /** Of its record in the file. */
  readonly offset: number;
}

/** What a run was asked for, and when it began: enough to list it. */
export interface TensorBoardGlance {
  readonly hparams: Readonly<Record<string, string | number | boolean>>;
  readonly startedMs?: number;
}

/** An encoded picture. */
export interface TensorBoardPicture {
  readonly bytes: Uint8Array;
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif';
}
