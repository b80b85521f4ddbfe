// Verification of a result: its plan runs again into a scratch folder, and what comes out is compared with what is stored.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { fileSha256 } from '../files/fileSha256.js';
import type { PlanDifference, Verification } from '../protocol/plans.js';
import type { Control } from '../protocol/progress.js';
import type { Plan } from '../reading/plan.js';
import { readResultRecord } from '../reading/resultRecord.js';
import { compareResults } from './compareResults.js';
import { preparePlan, type PlanChoices } from './preparePlan.js';
import { repeatPlan, type Analyse } from './repeatPlan.js';

/** `told` hears the differences before anything runs, and may throw. Throws as `preparePlan` and `repeatPlan`. */
export async function verifyResult(
  folder: string,
  choices: Omit<PlanChoices, 'otherImages'>,
  analyse: Analyse,
  control: Control = {},
  told: (differences: readonly PlanDifference[]) => void = () => undefined,
): Promise<Verification> {
  const place = resolve(folder);
  const record = await readResultRecord(place);
  const prepared = await preparePlan(place, choices);
  const known = [...prepared.differences, ...(await changedOutputs(place, prepared.plan))];
  told(known);
  const scratch = await mkdtemp(join(tmpdir(), 'deepliif-verify-'));
  try {
    const target = { out: scratch, name: basename(place) };
    const repeated = await repeatPlan(prepared, prepared.image!, target, analyse, control);
    const compared = await compareResults(place, repeated.folder, scratch, control);
    const differences = [...known, ...otherBackend(record.backend?.description, repeated.backend)];
    return { ...compared, differences, verdict: verdictOf(compared.isEqual, differences) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Files of the result that are not as the plan's program wrote them. */
async function changedOutputs(folder: string, { outputs }: Plan): Promise<readonly PlanDifference[]> {
  const changed: PlanDifference[] = [];
  for (const { file, sha256 } of outputs) {
    const present = await fileSha256(join(folder, file)).catch(() => undefined);
    if (present === sha256) continue;
    const what = present === undefined ? 'is missing in the result' : 'was changed after it had been written';
    changed.push({ of: 'outputs', sentence: `${file} ${what}.` });
  }
  return changed;
}

function otherBackend(then: string | undefined, now: string | undefined): readonly PlanDifference[] {
  if (then === undefined || now === undefined || then === now) return [];
  return [{ of: 'backend', sentence: `The networks ran on ${then} then, and on ${now} now.` }];
}

function verdictOf(isEqual: boolean, differences: readonly PlanDifference[]): string {
  if (isEqual) return 'Equal: pictures, cells and scores are those of the result.';
  const kinds = new Set(differences.map(({ of }) => of));
  if (kinds.has('outputs')) return 'The result differs, and files of it were changed after the analysis.';
  const reasons = (
    [
      ['image', 'the image has changed'],
      ['model', 'the model is another one'],
      ['plug-in', 'plug-ins differ'],
      ['corrections', 'classes set by hand differ'],
      ['backend', 'another backend computed, and backends round differently'],
      ['version', 'another version of the program made it'],
    ] as const
  ).flatMap(([kind, words]) => (kinds.has(kind) ? [words] : []));
  return reasons.length === 0
    ? 'The result differs, although image, model, backend and version are the same: its files or its plan were changed.'
    : `The result differs; it may be that ${reasons.join(', or that ')}.`;
}
