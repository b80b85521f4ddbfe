// Answers plan/check and plan/verify.

import type { CheckedPlan, CheckPlanParams, Verification, VerifyParams } from '../protocol/plans.js';
import type { Control } from '../protocol/progress.js';
import { postProcessorsOf } from '../reading/planRequest.js';
import { analyse } from './analyse.js';

export async function checkPlan({ plan, otherImages, model }: CheckPlanParams): Promise<CheckedPlan> {
  const { preparePlan } = await import('../plans/preparePlan.js');
  const prepared = await preparePlan(plan, { otherImages, model });
  const { image, backend, differences } = prepared;
  return {
    ...(image === undefined ? {} : { image }),
    ...(prepared.model === undefined ? {} : { model: prepared.model }),
    backend,
    postProcessors: postProcessorsOf(prepared.plan),
    differences,
  };
}

export async function verify({ folder, model }: VerifyParams, control: Control): Promise<Verification> {
  const { verifyResult } = await import('../plans/verifyResult.js');
  return verifyResult(folder, { model }, analyse, control);
}
