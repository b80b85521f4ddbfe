// Messages between outputs of notebooks and the extension, where the host offers them: an output works without any. Each
// names the output by the id that the notebook gave it.

import type { OutputPlace, RunOutput, SweepOutput } from '../../engine/protocol/outputs.js';
import type { Sight } from './viewer.js';

export type NotebookUp =
  /** Opens the folder in its panel: the result in the viewer, the run in the training dashboard, the sweep in its own. */
  | {
      readonly type: 'open';
      readonly kind: PlaceKind;
      readonly place: OutputPlace;
      /** Part of a result's picture that the output shows, if somebody has moved it. */
      readonly sight?: Sight;
    }
  /** Asks whether the folder is there and unchanged. Answer: `folder`. */
  | {
      readonly type: 'check';
      readonly output: string;
      readonly kind: PlaceKind;
      readonly place: OutputPlace;
    }
  /** Asks for the pictures of a result in full. Answers: `picture`, one for each. */
  | { readonly type: 'pictures'; readonly output: string; readonly place: OutputPlace }
  /** Asks for the output of a run or sweep whenever it has grown, until `unwatch`. Answers: `now`. */
  | {
      readonly type: 'watch';
      readonly output: string;
      readonly kind: GrowingOutput['kind'];
      readonly place: OutputPlace;
    }
  | { readonly type: 'unwatch'; readonly output: string };

export type PlaceKind = 'result' | 'run' | 'sweep';

/** Outputs that grow, as their folders are now. */
export type GrowingOutput =
  { readonly kind: 'run'; readonly now: RunOutput } | { readonly kind: 'sweep'; readonly now: SweepOutput };

export type NotebookDown =
  /** `problem`: why the folder cannot be opened, or that its content has changed since the output was made. */
  | { readonly type: 'folder'; readonly output: string; readonly there: boolean; readonly problem?: string }
  /** Text, since the channel of notebooks carries JSON. */
  | {
      readonly type: 'picture';
      readonly output: string;
      readonly picture: string;
      readonly mime: string;
      readonly base64: string;
    }
  | ({ readonly type: 'now'; readonly output: string } & GrowingOutput);
