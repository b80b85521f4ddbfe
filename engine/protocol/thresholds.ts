// Options of post-processing (docs/reference.md 7, 7.6), which panels, settings and the command line share.
// engine/postprocessing computes the thresholds from them.

/** Magnification of the image, which determines the plausible cell sizes. */
export type Resolution = '10x' | '20x' | '40x';

export interface PostprocessOptions {
  readonly resolution: Resolution;
  /** A pixel belongs to a cell if red + blue of the segmentation map exceed this. Default 120. */
  readonly segThreshold?: number;
  /** Clusters of at most so many pixels are noise: no cells, whatever the size thresholds. Default 4. */
  readonly noiseThreshold?: number;
  /** Clusters of at least so many pixels are noise; auto: 1000 (10x), 4000 (20x), 16000 (40x). Default none. */
  readonly largeNoiseThreshold?: 'none' | 'auto' | number;
  /** Cells must have more pixels than this; auto: `automaticSizeThreshold`. Default auto. */
  readonly sizeThreshold?: 'auto' | number;
  /** Cells must have fewer pixels than this. Default: no limit. */
  readonly sizeThresholdUpper?: number;
  /**
   * Cells with a brighter marker than this are positive, whatever the segmentation map says; auto:
   * `automaticMarkerThreshold`. Without a marker image it has no effect. Default none.
   */
  readonly markerThreshold?: 'none' | 'auto' | number;
  /** Cells of a lower mean optical density (hundredths) are negative. */
  readonly odThresholdLower?: number;
  /** Cells of a higher mean optical density are negative, too: they are too dark for the stain, such as pigment. */
  readonly odThresholdUpper?: number;
  /**
   * Copies the reference also if it is plainly wrong, which is one case: a number given as markerThreshold together
   * with an optical density threshold is compared with the optical density. Without this flag the combination is
   * refused.
   */
  readonly asReference?: boolean;
}
