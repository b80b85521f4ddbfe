// The options of an objective over the preset of a kind of model: weights of losses, adversarial losses, factors.

import { keptValues } from '../../options/keptOptions.js';
import { EngineError } from '../../protocol/errors.js';
import type { ModelOptions } from './modelKind.js';
import { evenWeights, type LossWeights, type Objective } from './objective.js';
import { OBJECTIVE_OPTIONS } from './objectiveOptions.js';
import { shares } from './shares.js';

export interface AskedWeights {
  /** The weights that options give. */
  readonly asked: { readonly [K in keyof LossWeights]: LossWeights[K] | undefined };
  /** The same, and equal shares where options give none. */
  readonly orEven: LossWeights;
}

/** @throws EngineError `usage` for weights that are not as many or no shares of 1 */
export function askedWeights(
  { lossWeightsG, lossWeightsD }: ModelOptions,
  modalities: number,
  segmentation: boolean,
): AskedWeights {
  const terms = modalities + (segmentation ? 1 : 0);
  const generators = shares('--loss-weights-g', lossWeightsG, terms);
  const discriminators = shares('--loss-weights-d', lossWeightsD, terms);
  const even = evenWeights(modalities, segmentation);
  return {
    asked: { generators, discriminators },
    orEven: { generators: generators ?? even, discriminators: discriminators ?? even },
  };
}

/**
 * The preset with what the options say.
 * @throws EngineError `usage` for a form of the generators' loss that the objective does not have
 */
export function askedObjective(options: ModelOptions, preset: Objective): Objective {
  const { ganMode, ganModeS, lambdaFeat } = options;
  return {
    ...preset,
    ...keptValues(OBJECTIVE_OPTIONS, 'objective', options),
    translationGan: ganMode,
    segmentationGan: ganModeS,
    segmentationGeneratorGan: ganModeS,
    generatorForm: askedForm(options, preset),
    lambdaPerceptual: lambdaFeat ?? preset.lambdaPerceptual,
  };
}

/** The saturating form is that of equation 1, so it exists for the loss of equation 1 only. */
function askedForm(
  { generatorForm, ganMode, objective }: ModelOptions,
  preset: Objective,
): Objective['generatorForm'] {
  if (generatorForm === 'saturating' && (objective !== 'paper' || ganMode !== 'vanilla'))
    throw new EngineError(
      'usage',
      '--generator-form saturating is the form of equation 1, so it needs --objective paper and --gan-mode vanilla; ' +
        `these are ${objective} and ${ganMode}. Leave it out, or choose non-saturating.`,
    );
  return ganMode === 'vanilla' ? (generatorForm ?? preset.generatorForm) : 'non-saturating';
}

/** @throws EngineError `usage` if an objective is asked for that only DeepLIIF has */
export function requireReference({ objective }: ModelOptions, kind: string): void {
  if (objective === 'paper')
    throw new EngineError('usage', `The paper has no equations for ${kind}; leave out --objective paper.`);
  if (objective === 'classes')
    throw new EngineError(
      'usage',
      `--objective classes is for DeepLIIF only, not for ${kind}; leave it out.`,
    );
}
