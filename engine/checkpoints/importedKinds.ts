// The table of kinds of models whose checkpoints can be imported: how the options of a training are to be read, and
// which part each saved network plays.

import type { NormKind } from '../networks/architecture.js';
import type { PadMode } from '../networks/layers.js';
import type { Rgb } from '../protocol/raster.js';
import { openTable, type Row } from '../tables/openTable.js';

/** Options of a training, completed. */
export interface DeepLiifOptions {
  /** Id of the kind: "DeepLIIF". */
  readonly kind: string;
  /** Names of the reference: IHC, Hema, … or input1, mod1, … */
  readonly inputNames: readonly string[];
  readonly modalityNames: readonly string[];
  readonly hasSegmentation: boolean;
  /** 'S' or '5': the letter between G and number in the names of segmentation networks, if the options name it. */
  readonly segmentationId: string | undefined;
  /** Weights of the input's segmentation generator, then of one per modality. */
  readonly segmentationWeights: readonly number[];
  readonly backgroundColours: readonly Rgb[];
  readonly tilePx: number;
  readonly direction: 'AtoB' | 'BtoA';
  /** One architecture per translation generator, where known. */
  readonly translationNetworks: readonly string[];
  readonly segmentationNetworks: readonly string[];
  readonly norm: NormKind;
  /** Undefined: not written, the weights decide. */
  readonly dropout: boolean | undefined;
  readonly padding: PadMode | undefined;
  readonly upsampling: 'transposed-convolution' | 'resize-convolution';
}

/** A translation generator. */
export interface TranslationPart {
  /** The reference's name of the network. */
  readonly network: string;
  readonly modality: string;
  readonly label: string;
  readonly backgroundColour: Rgb;
}

/** A segmentation generator. */
export interface SegmentationPart {
  readonly network: string;
  readonly name: string;
  readonly from: readonly string[];
  readonly output: string;
  readonly weight: number;
}

export interface ModelParts {
  readonly inputs: readonly string[];
  readonly translations: readonly TranslationPart[];
  readonly segmentations: readonly SegmentationPart[];
}

/** `id` is the option `model` of the reference. */
export interface ImportedKind extends Row {
  /**
   * Segmentation maps: `summed` up with weights from all segmentation generators, `separate` for each of them, or
   * `none`.
   */
  readonly segmentation: 'summed' | 'separate' | 'none';
  /** Side of a tile if the options do not name it. */
  readonly tilePx: number;
  /** Micrometres per pixel of the images that models of this kind are trained on; absent if they have no usual one. */
  readonly mpp?: number;
  /** Weights of summed maps where the options do not say them, for as many generators; else all weigh the same. */
  readonly segmentationWeights?: readonly number[];
  /** `saved`: names of the networks in the folder, from which only the scheme of their names is taken. */
  parts(
    options: DeepLiifOptions,
    saved: ReadonlySet<string>,
    direction: DeepLiifOptions['direction'],
  ): ModelParts;
}

export const importedKinds = openTable<ImportedKind>('kind of model');
