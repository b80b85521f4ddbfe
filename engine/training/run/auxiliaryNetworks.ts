// Auxiliary networks of a run, which are not trained: VGG19 for the perceptual terms, and a teacher.

import { readCheckpoint } from '../../checkpoints/readCheckpoint.js';
import { disposeVgg19, loadVgg19 } from '../../networks/vgg.js';
import { EngineError } from '../../protocol/errors.js';
import type { RunDescription } from './storedRun.js';
import { loadTeacher } from '../model/teacher.js';
import type { AuxiliaryNetworks } from '../step/trainingStep.js';

/**
 * Loads them on the current backend, and frees them after the work.
 * @throws EngineError for files that hold no weights, `usage` for a student without a teacher
 */
export async function withAuxiliaryNetworks<T>(
  { plan, vgg19, teacher: teacherDir }: RunDescription,
  work: (auxiliaryNetworks: AuxiliaryNetworks) => Promise<T>,
): Promise<T> {
  const taught = plan.objective.lambdaDistillation !== 0;
  if (taught && teacherDir === undefined)
    throw new EngineError('usage', `${plan.model.kind} learns from a model: --model-dir-teacher MODEL.`);
  const vgg = seesPerceptually({ plan, vgg19 })
    ? loadVgg19((await readCheckpoint(vgg19!)).weights)
    : undefined;
  try {
    const teacher = taught ? await loadTeacher(teacherDir!, plan.model) : undefined;
    try {
      return await work({ vgg, teacher });
    } finally {
      teacher?.dispose();
    }
  } finally {
    if (vgg) disposeVgg19(vgg);
  }
}

/** True when a run has perceptual terms: they count, and there are weights of VGG19 for them. */
export function seesPerceptually({ plan, vgg19 }: Pick<RunDescription, 'plan' | 'vgg19'>): boolean {
  return vgg19 !== undefined && plan.objective.lambdaPerceptual > 0;
}
