// The kinds of models that can be trained, one value each (docs/reference.md 4). A new kind is a new entry here; where it
// learns in a new way, its recipe is a new entry in objective/recipes.ts.

import { EngineError } from '../../protocol/errors.js';
import type { ModelKind } from './modelKind.js';
import {
  cyclesOf,
  noSegmentation,
  segmentationOfEach,
  summedSegmentation,
  translationsOf,
} from './networkPlans.js';
import {
  classObjective,
  cycleObjective,
  distillationObjective,
  extObjective,
  paperObjective,
  referenceObjective,
} from './objective.js';
import { askedObjective, askedWeights, requireReference } from './objectiveAsked.js';

export const MODEL_KINDS: readonly ModelKind[] = [
  {
    id: 'DeepLIIF',
    title: 'modalities and a segmentation',
    isRegistered: true,
    hasTeacher: false,
    recipe: 'registered',
    networks: (options, modalities) => ({
      translations: translationsOf(options, modalities),
      segmentations: summedSegmentation(options, modalities),
    }),
    objective: (options, { translations, segmentations }) => {
      const [modalities, segments] = [translations.length, segmentations.length > 0];
      const { asked, orEven } = askedWeights(options, modalities, segments);
      return askedObjective(
        options,
        options.objective === 'paper'
          ? paperObjective(modalities, segments, asked)
          : options.objective === 'classes'
            ? classObjective(modalities, segments, orEven)
            : referenceObjective(modalities, segments, orEven),
      );
    },
  },
  {
    id: 'DeepLIIFExt',
    title: 'modalities and a segmentation of each',
    isRegistered: true,
    hasTeacher: false,
    recipe: 'registered',
    networks: (options, modalities) => ({
      translations: translationsOf(options, modalities),
      segmentations: segmentationOfEach(options, modalities),
    }),
    objective: (options, { translations }) => {
      requireReference(options, 'DeepLIIFExt');
      // The reference has weights of modalities only.
      const { orEven } = askedWeights(options, translations.length, false);
      return {
        ...askedObjective(options, extObjective(translations.length, orEven)),
        segmentationGeneratorGan: options.ganMode,
      };
    },
  },
  {
    id: 'SDG',
    title: 'modalities from several inputs, no segmentation',
    isRegistered: true,
    hasTeacher: false,
    recipe: 'registered',
    networks: (options, modalities) => ({
      translations: translationsOf(options, modalities),
      segmentations: noSegmentation(options),
    }),
    objective: (options, { translations }) => {
      requireReference(options, 'SDG');
      const { orEven } = askedWeights(options, translations.length, false);
      return askedObjective(options, referenceObjective(translations.length, false, orEven));
    },
  },
  {
    id: 'CycleGAN',
    title: 'modalities from unregistered images',
    isRegistered: false,
    hasTeacher: false,
    recipe: 'cycle',
    networks: (options, modalities) => ({
      translations: cyclesOf(options, modalities),
      segmentations: noSegmentation(options),
    }),
    objective: (options, { translations }) => {
      requireReference(options, 'CycleGAN');
      const { orEven } = askedWeights(options, translations.length, false);
      return { ...askedObjective(options, cycleObjective(translations.length, orEven)), lambdaL1: 0 };
    },
  },
  {
    id: 'DeepLIIFKD',
    title: 'as DeepLIIF, with knowledge distillation from a teacher',
    isRegistered: true,
    hasTeacher: true,
    recipe: 'registered',
    networks: (options, modalities) => ({
      translations: translationsOf(options, modalities),
      segmentations: summedSegmentation(options, modalities),
    }),
    objective: (options, { translations, segmentations }) => {
      requireReference(options, 'DeepLIIFKD');
      const [modalities, segments] = [translations.length, segmentations.length > 0];
      const { orEven } = askedWeights(options, modalities, segments);
      return askedObjective(options, distillationObjective(modalities, segments, orEven));
    },
  },
];

/** @throws EngineError `usage` for an id that no kind has, naming those that there are */
export function modelKind(id: string): ModelKind {
  const found = MODEL_KINDS.find((kind) => kind.id === id);
  if (found) return found;
  const known = MODEL_KINDS.map((kind) => kind.id).join(', ');
  throw new EngineError('usage', `There is no kind of model "${id}"; expected is one of ${known}.`);
}
