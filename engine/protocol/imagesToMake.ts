// Options of an analysis that say which images are made, and how networks and colours are read.

export interface ImagesToMake {
  /** Images to make: all, segmentation and scores, or modalities only. Default all. */
  readonly scope?: 'all' | 'segmentation' | 'modalities';
  /** True: also the map of every single segmentation generator. */
  readonly intermediateMaps?: boolean;
  /** Weights of the segmentation generators. Default: the model's. */
  readonly segmentationWeights?: readonly number[];
  /** Statistics of batch normalisation. Default: the model's. */
  readonly normalisation?: 'tile' | 'running';
  /** Reading of colours. Default `managed`: profile, orientation and transparency are applied. */
  readonly colour?: 'managed' | 'as-stored';
}
