// Style of many images: features of each, and their layout in a plane, as `deepliif style` prints them and as a panel shows them.

export const STYLE_METHODS = ['pca', 'tsne', 'umap'] as const;
export type StyleMethod = (typeof STYLE_METHODS)[number];

/** Titles of the methods. */
export const METHOD_TITLES: Readonly<Record<StyleMethod, string>> = {
  pca: 'PCA',
  tsne: 't-SNE',
  umap: 'UMAP',
};

/** `deep`: means of a layer of a network; the others can be read by people. */
export const STYLE_GROUPS = ['stains', 'light', 'detail', 'texture', 'deep'] as const;
export type StyleGroup = (typeof STYLE_GROUPS)[number];

export interface StyleFeature {
  readonly id: string;
  readonly title: string;
  readonly group: StyleGroup;
}

export interface StyledImage {
  /** Absolute path. */
  readonly path: string;
  /** Title of its folder: the data set. */
  readonly folder: string;
  /** Marker that its name tells, or "unknown". */
  readonly marker: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Small picture as a WebP file. */
  readonly thumbnail?: Uint8Array;
}

/** Answer to `style/read`. */
export interface ImageStyles {
  readonly images: readonly StyledImage[];
  readonly features: readonly StyleFeature[];
  /** Features of the images, row by row: images × features. */
  readonly values: Float64Array;
  /** Images that could not be read, and why. */
  readonly failures: readonly { readonly path: string; readonly reason: string }[];
  /** Sentences for people: files that were left out. */
  readonly notes: readonly string[];
}

export interface StyleReadParams {
  /** Absolute paths of folders of images; their sub-folders are searched. */
  readonly folders: readonly string[];
  /** Model folder, or the id of a bundled model, whose layer gives deep features. */
  readonly model?: string;
}

export interface StyleProjectParams {
  /** Features of the images, row by row. */
  readonly values: Float64Array;
  /** Group of each column. */
  readonly groups: readonly StyleGroup[];
  /** Groups that count; default: all. */
  readonly use?: readonly StyleGroup[];
  readonly method: StyleMethod;
}

/** Answer to `style/project`. */
export interface StylePlaces {
  readonly method: StyleMethod;
  /** Places in the plane: images × 2, row by row. */
  readonly places: Float64Array;
  /** PCA only: both axes. */
  readonly axes?: readonly StyleAxis[];
}

export interface StyleAxis {
  /** Share of the variance of all features. */
  readonly explained: number;
  /** Columns that weigh most on the axis, the heaviest first. */
  readonly strongest: readonly { readonly column: number; readonly weight: number }[];
}

/** Images of one request. */
export const MOST_STYLED_IMAGES = 2000;
/** Features of an image, deep ones included. */
export const MOST_STYLE_FEATURES = 4096;
