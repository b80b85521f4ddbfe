// Checked reading of run.json and of a checkpoint's state.json: a run folder may come from anywhere. The shapes are those
// from which the plan's types are derived. Values of architectures are checked when networks are built, tensors when
// they meet their parameters.

import { asError, EngineError } from '../../protocol/errors.js';
import { stored, text, type Shaped } from '../../protocol/shape.js';
import { keeping } from '../plan/keeping.js';
import { modelKind } from '../plan/modelKinds.js';
import { INPUT, networksOf, outputsOf } from '../plan/modelPlan.js';
import { trainingPlan, type TrainingPlan } from '../plan/trainingPlan.js';
import { validationPlan } from '../plan/validationPlan.js';
import { storedState } from '../step/trainingState.js';
import { measuredData } from './measuredData.js';

const path = text({ least: 1, most: 32_767 });

const description = stored(
  { data: path, plan: trainingPlan },
  {
    /** File with weights of VGG19, which perceptual terms need. */
    vgg19: path,
    /** Model folder from which a student learns. */
    teacher: path,
    /** Model folder or run whose weights are the initial weights. */
    initFrom: path,
    keeping,
    /** Absent in a run that does not validate. */
    validation: validationPlan,
    /** Absent in a run that has not begun. */
    measured: measuredData,
  },
);

/** The part of run.json that a run needs to continue. */
export type RunDescription = Shaped<typeof description>;

/** @throws EngineError `usage`, naming the field */
export function runDescription(value: unknown, dir: string): RunDescription {
  const where = `${dir}/run.json`;
  const known = description(value, where);
  try {
    requireConsistent(known.plan);
  } catch (error) {
    throw new EngineError('usage', `${where}: ${asError(error).message}`);
  }
  return known;
}

/** @throws EngineError `usage` if parts of a plan contradict each other */
function requireConsistent({ model, objective }: TrainingPlan): void {
  const refuseUnless = (holds: boolean, what: string) => {
    if (!holds) throw new EngineError('usage', `${what}.`);
  };
  const { kind, inputs, panels, translations, segmentations } = model;
  const { isRegistered } = modelKind(kind);
  const modalities = translations.map(({ modality }) => modality);
  const outputs = outputsOf(model);
  for (const [count, weights] of [
    [modalities.length, [objective.translationWeights, objective.discriminatorWeights]],
    [outputs.length, [objective.segmentationWeights, objective.segmentationDiscriminatorWeights]],
  ] as const)
    refuseUnless(
      weights.every(({ length }) => length === count),
      'every modality and segmentation needs one weight in the objective',
    );
  const sources = [INPUT, ...modalities];
  const unknown = segmentations.flatMap(({ from }) => from).find((from) => !sources.includes(from));
  refuseUnless(unknown === undefined, `there is no modality "${unknown}"`);
  const ids = networksOf(model).map(({ id }) => id);
  refuseUnless(new Set(ids).size === ids.length, 'two networks have one name');
  refuseUnless(
    inputs.length > 0 && inputs.every((input, i) => panels[i] === input),
    'its inputs must be the first of its panels',
  );
  const missing = [...modalities, ...outputs].find((image) => !panels.includes(image));
  refuseUnless(missing === undefined, `there is no panel "${missing}"`);
  refuseUnless(
    translations.every(({ back }) => (back === undefined) === isRegistered),
    'networks back to the input belong to models of unregistered images, to all their modalities',
  );
}

/**
 * @param samples number of samples that there are now: a run continues with the data that it began with
 * @throws EngineError `usage`, naming the field
 */
export function checkpointState(value: unknown, dir: string, samples: number): Shaped<typeof storedState> {
  const known = storedState(value, `${dir}/checkpoints: state.json`);
  const { order } = known.progress;
  if (order.length !== samples || order.some((index) => index >= samples))
    throw new EngineError(
      'usage',
      `${dir} was begun with ${order.length} samples, and there are ${samples} now. Restore its data, or start a new run.`,
    );
  return known;
}
