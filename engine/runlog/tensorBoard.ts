// The content of a folder of TensorBoard's event files, in pieces: a folder that grows is followed, and a long one is
// shown while it is read. engine/reading/tensorBoardFiles.ts makes the pieces, tensorBoardRun.ts puts them together.

import type { EventFilePlace } from './tensorBoardPlaces.js';

/** The part of a folder that is new since the places of the last piece. */
export interface TensorBoardPiece {
  /** Places from which to continue; they are passed back for the next piece. */
  readonly places: readonly EventFilePlace[];
  /** A file was truncated, replaced or removed: this piece begins anew, and everything read before is void. */
  readonly anew: boolean;
  /** There is more to read now. */
  readonly more: boolean;
  /** Event files that are not read, because the folder has more than MOST_EVENT_FILES: the first by name. */
  readonly unreadFiles: number;
  /** Stretches of files, in the order in which they were read. */
  readonly parts: readonly TensorBoardPart[];
}

/** A stretch of one file. */
export interface TensorBoardPart {
  readonly file: string;
  /** Step from which a process resumed the run here: earlier values at this step and later ones are void. */
  readonly restartsAt?: number;
  readonly scalars: readonly TensorBoardScalars[];
  readonly images: readonly TensorBoardImage[];
  /** Hyperparameters, as the hparams plugin knows them. */
  readonly hparams?: Readonly<Record<string, string | number | boolean>>;
  /** The end of the session, as the hparams plugin knows it; milliseconds since 1970. */
  readonly ended?: { readonly why: 'done' | 'failed'; readonly timeMs: number };
  /** Times of its first and its last event, milliseconds since 1970. */
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
  /** Index among the pictures under one tag and step, from 0. */
  readonly index: number;
  readonly step: number;
  readonly timeMs: number;
  /** Offset of its record in the file. */
  readonly offset: number;
}

/** The hyperparameters of a run, and when it began: enough to list it. */
export interface TensorBoardGlance {
  readonly hparams: Readonly<Record<string, string | number | boolean>>;
  readonly startedMs?: number;
}

/** An encoded picture. */
export interface TensorBoardPicture {
  readonly bytes: Uint8Array;
  readonly type: 'image/png' | 'image/jpeg' | 'image/gif';
}
