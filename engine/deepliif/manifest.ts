// Description of a model, stored as manifest.json in its folder. models/schema.json is the same as a JSON schema, and
// only the checkpoints room reads or writes the file. A model is made of networks whose architecture we know, or is one
// ONNX file from elsewhere.

import type { GeneratorArchitecture } from '../networks/architecture.js';
import type { Rgb } from '../protocol/raster.js';

export interface ModelManifest {
  readonly schemaVersion: 1;
  /** Folder-safe: lower-case letters, digits, dots and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly licence?: string;
  /** True for a model that only shows how the program works: every score of it is marked as such. */
  readonly demo?: boolean;
  /** The reference's model type. It is shown to people and changes no computation. */
  readonly kind: string;
  /** Names of the input images, side by side in one file when there are several: ["ihc"]. */
  readonly inputs: readonly string[];
  /** Side of the square that the networks see, in pixels; tiles of other sizes are resized to it and back. */
  readonly tilePx: number;
  /** Margin of a tile whose result is dropped in favour of the neighbour's, at `tilePx`; default tilePx / 16. */
  readonly overlapPx?: number;
  /** Micrometres per pixel of the training images at `tilePx`, when known. */
  readonly mpp?: number;
  /**
   * Statistics of batch normalisation at inference: the tile's own (the reference), or the trained running statistics.
   */
  readonly normalisation: 'tile' | 'running';
  /**
   * Rules that change the segmentation maps of an IHC image after the networks, in this order
   * (ids of built-in rows of postprocessing/postProcessors). Absent: maps stay as the networks make them.
   */
  readonly refinements?: readonly string[];
  readonly translations: readonly TranslationEntry[];
  readonly segmentations: readonly SegmentationEntry[];
  /** Network from elsewhere that makes all images at once; `translations` and `segmentations` are empty then. */
  readonly onnx?: OnnxNetwork;
  /** Image and expected outputs, with which any copy of the model tests itself: `deepliif model test`. */
  readonly test?: ModelTestPair;
  readonly provenance?: Provenance;
}

/** ONNX file from elsewhere: what goes in, and what its outputs mean. */
export interface OnnxNetwork {
  /** File beside the manifest. */
  readonly file: string;
  readonly sha256: string;
  readonly input: OnnxInput;
  readonly segmentation?: OnnxSegmentation;
  readonly modalities?: readonly OnnxModality[];
}

/** Order of the axes: (1, C, H, W) or (1, H, W, C). */
export type OnnxLayout = 'nchw' | 'nhwc';

/** Lowest and highest value of a grey level: [0, 1], [-1, 1] or [0, 255]. */
export type ValueRange = readonly [low: number, high: number];

export interface OnnxInput {
  /** Name in the file; default: its only input. */
  readonly name?: string;
  readonly layout: OnnxLayout;
  readonly range: ValueRange;
  /** After `range`, the network sees (v − mean) / deviation, for red, green and blue. */
  readonly mean?: Rgb;
  readonly deviation?: Rgb;
}

/** Classes of pixels; anything else than the last three is background. */
export const ONNX_CLASSES = ['background', 'positive', 'negative', 'boundary'] as const;
export type OnnxClass = (typeof ONNX_CLASSES)[number];

/**
 * Output that becomes the segmentation map: `probabilities` or `logits` with a channel per class, `labels` with the index
 * of the class in one channel, or the map itself as `rgb`.
 */
export type OnnxSegmentation =
  | { readonly output: string; readonly meaning: 'rgb'; readonly range: ValueRange }
  | {
      readonly output: string;
      readonly meaning: 'probabilities' | 'logits' | 'labels';
      /** Class of each channel or label, in their order. */
      readonly classes: readonly OnnxClass[];
    };

export interface OnnxModality {
  readonly modality: string;
  readonly label: string;
  readonly output: string;
  /** Values of black and white in the output, which has one channel or three. */
  readonly range: ValueRange;
  /** Colour of an empty tile; default black. */
  readonly backgroundColour?: Rgb;
}

export interface NetworkEntry {
  /** Weight file (safetensors) beside the manifest. */
  readonly weights: string;
  readonly sha256: string;
  readonly architecture: GeneratorArchitecture;
}

export interface TranslationEntry extends NetworkEntry {
  /** hematoxylin, dapi, lap2, marker, or another name of lower-case letters, digits and hyphens. */
  readonly modality: string;
  /** Name in the reference's output files ("Hema"), and label in panels. */
  readonly label: string;
  /** Colour of an empty tile. */
  readonly backgroundColour: Rgb;
}

export interface SegmentationEntry extends NetworkEntry {
  /** Name within the model: "ihc", "dapi"; the file is Seg-<name>.png with --seg-intermediate. */
  readonly name: string;
  /** Images concatenated on the channel axis: input names or modalities. DeepLIIF: one. DeepLIIFExt: three. */
  readonly from: readonly string[];
  /** Segmentation map to which the generator adds `weight` × its output: "Seg" (DeepLIIF), "Seg1" … (DeepLIIFExt). */
  readonly output: string;
  readonly weight: number;
}

export interface ModelTestPair {
  /** PNG inside the model folder. */
  readonly input: string;
  /** Output name ("hematoxylin", "Seg") → PNG inside the model folder. */
  readonly expected: Readonly<Record<string, string>>;
  /** Grey levels by which a pixel may differ, and the share of pixels that must be equal. */
  readonly toleranceLevels: number;
  readonly minimumEqualShare: number;
}

export interface Provenance {
  /** Origin of the weights, for people: "imported from DeepLIIF_Latest_Model (PyTorch, .pt)". */
  readonly source: string;
  /** Original file → sha256. */
  readonly files?: Readonly<Record<string, string>>;
  /** The reference's train_opt.txt as data. */
  readonly options?: Readonly<Record<string, unknown>>;
}
