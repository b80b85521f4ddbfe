// Messages of the page that shows the style of images: state and places come down, intents go up.

import type { StyleAxis, StyleFeature, StyleGroup, StyleMethod } from '../../engine/protocol/imageStyle.js';
import type { Progress } from '../../engine/protocol/progress.js';
import type { PageUp } from './page.js';

export type StyleDown =
  | { readonly type: 'show'; readonly state: StyleState }
  | PlacesMessage
  | ThumbnailsMessage
  /** Progress of the layout; absent: none is being made. */
  | { readonly type: 'progress'; readonly progress?: Progress };

export interface StyleState {
  /** True in a trusted workspace; in others nothing is read. */
  readonly trusted: boolean;
  /** Absolute paths of the folders. */
  readonly folders: readonly string[];
  /** True if deep features are wanted. */
  readonly deep: boolean;
  /** Progress of a reading that has not ended. */
  readonly progress?: Progress;
  readonly read?: ReadImages;
  /** Reason why there is no picture. */
  readonly failure?: string;
}

export interface ReadImages {
  /** Raised with every reading: places of another one do not fit. */
  readonly version: number;
  readonly images: readonly ShownStyle[];
  readonly features: readonly StyleFeature[];
  readonly failures: readonly { readonly path: string; readonly reason: string }[];
  readonly notes: readonly string[];
}

export interface ShownStyle {
  /** Absolute path. */
  readonly path: string;
  readonly folder: string;
  readonly marker: string;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Features that count: all, or one group. */
export type UsedFeatures = 'all' | StyleGroup;

export interface PlacesMessage {
  readonly type: 'places';
  readonly version: number;
  readonly method: StyleMethod;
  readonly use: UsedFeatures;
  /** Images × 2, row by row; absent: there is no such layout, for the reason. */
  readonly places?: Float64Array;
  readonly axes?: readonly StyleAxis[];
  readonly failure?: string;
}

/** Small pictures of some images, as WebP files. */
export interface ThumbnailsMessage {
  readonly type: 'thumbnails';
  readonly version: number;
  /** Position of the first one. */
  readonly from: number;
  readonly thumbnails: readonly Uint8Array[];
}

export type StyleUp =
  | PageUp
  /** Asks for the places of a method. */
  | { readonly type: 'project'; readonly method: StyleMethod; readonly use: UsedFeatures }
  /** Stops reading, or the layout. */
  | { readonly type: 'cancel' }
  /** Reads the folders again, with deep features of the model in use or without. */
  | { readonly type: 'again'; readonly deep: boolean }
  /** Opens an image, by position. */
  | { readonly type: 'open'; readonly image: number }
  | { readonly type: 'savePicture'; readonly bytes: Uint8Array }
  /** Saves a table of some images; empty: of all. */
  | {
      readonly type: 'saveTable';
      readonly method: StyleMethod;
      readonly use: UsedFeatures;
      readonly images: readonly number[];
    };
