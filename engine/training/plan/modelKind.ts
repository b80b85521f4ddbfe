// A kind of model: a value that says which networks the options of a run ask for and what they minimise. modelKinds.ts
// lists the kinds; all other code asks the value and knows no kind by name.

import type { ModelManifest } from '../../deepliif/manifest.js';
import type { OptionValues } from '../../options/optionKinds.js';
import type { TrainedModelPlan } from './modelPlan.js';
import type { IMAGE_OPTIONS, NETWORK_OPTIONS } from './networkOptions.js';
import type { Objective } from './objective.js';
import type { OBJECTIVE_OPTIONS } from './objectiveOptions.js';

/** The options that decide the networks of a model and its objective. */
export type ModelOptions = OptionValues<
  typeof IMAGE_OPTIONS & typeof NETWORK_OPTIONS & typeof OBJECTIVE_OPTIONS
>;

export type ModelNetworks = Pick<TrainedModelPlan, 'translations' | 'segmentations'>;

export interface ModelKind {
  /** Name of the kind in options, run.json and manifest.json. */
  readonly id: ModelManifest['kind'];
  /** Phrase for help and editors: which images it learns. */
  readonly title: string;
  /**
   * True when all images of a sample show one place, pixel by pixel. Otherwise they are drawn one by one, there are
   * networks back to the input, and no truth to validate with.
   */
  readonly isRegistered: boolean;
  /** True when it learns from a teacher as well. */
  readonly hasTeacher: boolean;
  /** Id of the recipe by which it learns (objective/recipes.ts). */
  readonly recipe: string;
  /**
   * The networks that the options ask for.
   * @param modalities names of those that are learned
   * @throws EngineError `usage` if options contradict each other
   */
  networks(options: ModelOptions, modalities: readonly string[]): ModelNetworks;
  /** @throws EngineError `usage` if options contradict each other */
  objective(options: ModelOptions, networks: ModelNetworks): Objective;
}
