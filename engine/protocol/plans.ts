// Plans as both ends speak of them: what differs when one is repeated, and the comparison of a result with its repetition.

import type { Scoring } from './scoring.js';

/** Something that is not as it was when the plan was written, in one sentence. */
export interface PlanDifference {
  readonly of: 'version' | 'image' | 'model' | 'backend' | 'plug-in' | 'corrections' | 'outputs';
  readonly sentence: string;
}

/** A plan whose files and model were looked for on this machine. */
export interface CheckedPlan {
  /** Absolute path of its image; absent if other images are meant. */
  readonly image?: string;
  /** Folder of its model; absent for a plan that scores a segmentation map. */
  readonly model?: string;
  /** Backend that computes: that of the plan, or "auto" if it does not work here. */
  readonly backend: string;
  /** Ids of its post-processors that are here, in their order. */
  readonly postProcessors: readonly string[];
  readonly differences: readonly PlanDifference[];
}

/** A result compared with what its plan makes now. */
export interface Verification {
  /** True if pictures, cells and scores are equal. */
  readonly isEqual: boolean;
  readonly pictures: readonly ComparedPicture[];
  readonly maps: readonly ComparedMap[];
  /** Scores of plug-ins, of the stored thresholds. */
  readonly pluginScores: readonly ComparedPluginScore[];
  /** Differences from the analysis then, which may explain why the result differs. */
  readonly differences: readonly PlanDifference[];
  /** Sentence for people: the result is equal, or it differs and why that may be. */
  readonly verdict: string;
}

export interface ComparedPicture {
  /** "Seg", "dapi" */
  readonly name: string;
  /** Share of equal pixels, 0 … 1. */
  readonly equalShare: number;
  /** Largest difference of a channel, 0 … 255. */
  readonly largestDifferenceLevels: number;
}

/** Score of a plug-in in words: `then` in the result, `now` in the repetition; absent where it was not computed. */
export interface ComparedPluginScore {
  readonly map: string;
  readonly title: string;
  readonly then?: string;
  readonly now?: string;
}

/** Cells and scores of a segmentation map: `then` in the result, `now` in the repetition. */
export interface ComparedMap {
  readonly name: string;
  readonly cells: {
    readonly then: number;
    readonly now: number;
    /** Cells of the result for which the repetition has none of the same centre and size. */
    readonly moved: number;
    /** Cells at the same place with another class, marker or optical density. */
    readonly changed: number;
  };
  readonly scores: { readonly then: Scoring; readonly now: Scoring };
}

export interface CheckPlanParams {
  /** Absolute path of a plan.json. */
  readonly plan: string;
  /** True: its own image is not needed. */
  readonly otherImages: boolean;
  /** Folder of the model, if it is not where it was. */
  readonly model?: string;
}

export interface VerifyParams {
  /** Absolute path of the result folder. */
  readonly folder: string;
  /** Folder of the model, if it is not where it was. */
  readonly model?: string;
}
