// The check of a folder of training data, as `deepliif data check` prints it and as a panel shows it.

export type Split = 'train' | 'val';

/**
 * `rows`: one file per sample, its tiles side by side. `folders`: one folder per panel; files of the same name form a
 * sample. `names`: files in one folder whose names differ by the panel ("a_IHC.png", "a_DAPI.png").
 */
export type Layout = 'rows' | 'folders' | 'names';

export interface ClassBalance {
  readonly positiveCells: number;
  readonly negativeCells: number;
  readonly positivePixels: number;
  readonly negativePixels: number;
  readonly pixels: number;
}

/** Shift of a panel against the input. */
export interface Registration {
  /**
   * Distance of the panel's content to the right of, and below, that of the input, in pixels; halves are meaningful.
   */
  readonly shiftX: number;
  readonly shiftY: number;
  /** Correlation of the two planes without shift, −1 … 1. */
  readonly correlation: number;
  /** Correlation after the panel has been shifted back. */
  readonly correlationMoved: number;
}

/** Measures of a sample from its pixels. */
export interface Examined {
  readonly width: number;
  readonly height: number;
  /** Panels whose grey levels hardly vary (docs/reference.md 6.4). */
  readonly blank: readonly string[];
  /** Cells of the first segmentation, found as the command line finds cells; absent without a segmentation. */
  readonly balance?: ClassBalance;
  /** Share of the pixels of the first segmentation that are neither red, blue, green nor black. */
  readonly otherColours?: number;
  /** Shift of each panel that shows nuclei against the first such panel, usually the IHC image. */
  readonly registration: Readonly<Record<string, Registration>>;
}

export interface CheckedSample extends Examined {
  readonly split: Split;
  readonly name: string;
}

export type FindingKind =
  | 'unreadable'
  | 'incomplete'
  | 'sizes'
  | 'blank'
  | 'shifted'
  | 'unrelated'
  | 'colours'
  | 'balance'
  | 'duplicate'
  | 'link';

export interface Finding {
  /** A problem changes the exit code; a note does not. */
  readonly weight: 'problem' | 'note';
  readonly kind: FindingKind;
  /** "train/a". */
  readonly samples: readonly string[];
  readonly message: string;
}

export interface DataReport {
  readonly dir: string;
  readonly layout: Layout;
  readonly panels: readonly string[];
  /** Samples that there are. */
  readonly counts: Readonly<Record<Split, number>>;
  /** Samples that were examined and could be read. */
  readonly samples: readonly CheckedSample[];
  readonly findings: readonly Finding[];
}

/** Small picture of a sample: its panels side by side, as a PNG file. */
export interface SamplePicture {
  /** "train/a". */
  readonly sample: string;
  readonly png: Uint8Array;
}

/** Answer to `data/check`. */
export interface DataCheck {
  readonly report: DataReport;
  /** Number of samples that were looked at; of many, some evenly spread ones. */
  readonly examined: number;
  /** Options of a training run that name the images of a sample as they were recognised. */
  readonly images: ImageNames;
  /** Pictures of some samples, those with problems first. */
  readonly pictures: readonly SamplePicture[];
}

export interface ImageNames {
  readonly inputNames: readonly string[];
  readonly modalitiesNames: readonly string[];
  /** True if the last panel is a segmentation. */
  readonly segGen: boolean;
}

/** A preset of training, with its cost on this machine. */
export interface PresetEstimate {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** Options to write beside the preset so that it fits the tiles, such as a size to which they are resized. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly tilePx: number;
  readonly memoryBytes: number;
  readonly secondsPerStep: number;
  /** True if a step was measured on this machine; otherwise the time follows from its arithmetic and a measured rate. */
  readonly isMeasured: boolean;
  readonly steps: number;
  readonly diskBytes: number;
  /** Reason why it cannot run here; absent if it can. */
  readonly refusal?: string;
}

export interface PresetEstimates {
  /** The backend on which a run would train, for people. */
  readonly backend: string;
  readonly presets: readonly PresetEstimate[];
}
