// The model that the options of a run ask for: names of its images, modalities that are learned, networks of its kind
// (docs/reference.md 3.2, 4).

import { EngineError } from '../../protocol/errors.js';
import type { ModelKind, ModelOptions } from './modelKind.js';
import { outputsOf, type TrainedModelPlan } from './modelPlan.js';

/** @throws EngineError `usage` if options contradict each other */
export function askedModel(options: ModelOptions, kind: ModelKind): TrainedModelPlan {
  const { inputNames: inputs, modalitiesNames } = options;
  requireNames(inputs, modalitiesNames);
  const modalities = learnedModalities(options);
  const networks = kind.networks(options, modalities);
  const outputs = outputsOf(networks);
  if (modalities.length + outputs.length === 0)
    throw new EngineError(
      'usage',
      'A model needs a modality or a segmentation to learn: --modalities-names.',
    );
  return { kind: kind.id, inputs, ...networks, panels: [...inputs, ...modalitiesNames, ...outputs] };
}

/** Names of images that are made of other names. */
const TAKEN = /^((input|segmentation|total)(-|$)|seg-|d-)/;

function requireNames(inputs: readonly string[], modalities: readonly string[]): void {
  const names = [...inputs, ...modalities];
  if (inputs.length === 0) throw new EngineError('usage', 'A model needs an input: --input-names ihc.');
  if (modalities.some((name) => TAKEN.test(name)) || new Set(names).size < names.length)
    throw new EngineError(
      'usage',
      `The images ${names.join(', ')} need different names, and modalities none that begins with input, segmentation, ` +
        'seg-, d- or total.',
    );
}

/** Leave-one-modality-out (paper, ablation): its tile stays in the data and nothing learns it. */
function learnedModalities({ modalitiesNames, leaveOut }: ModelOptions): readonly string[] {
  const unknown = leaveOut.find((name) => !modalitiesNames.includes(name));
  if (unknown !== undefined)
    throw new EngineError(
      'usage',
      `--leave-out ${unknown}: the modalities are ${modalitiesNames.join(', ')}.`,
    );
  return modalitiesNames.filter((name) => !leaveOut.includes(name));
}
