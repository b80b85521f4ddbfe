// The writer of plan.json. A new result gets it as its last file, with checksums of what came out; scores and classes that
// change later append their steps.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileSha256 } from '../files/fileSha256.js';
import { makeBeside, writePieces } from '../files/writeBeside.js';
import type { Correction } from '../protocol/correction.js';
import { MOST_PLAN_STEPS, PLAN_FILE, readPlanIfThere, type Plan, type PlanStep } from '../reading/plan.js';
import type { ResultFile } from '../reading/resultRecord.js';
import type { ResultFolder } from './resultFolder.js';

/** Roles of the files whose checksums a plan keeps. */
const CHECKED: ReadonlySet<string> = new Set(['segmentation', 'cells', 'scoring']);

/** Writes the plan into a folder that is complete but for its record; returns the file's entry in the record. */
export async function writePlan(
  folder: Pick<ResultFolder, 'workDir' | 'writeJson'>,
  { version, steps }: Pick<Plan, 'version' | 'steps'>,
  files: readonly ResultFile[],
): Promise<ResultFile> {
  const outputs = [];
  for (const { name, file } of files.filter(({ role }) => CHECKED.has(role)).sort(byFile))
    outputs.push({ name, file, sha256: await fileSha256(join(folder.workDir, file)) });
  const plan: Plan = { schemaVersion: 1, version, steps: withinLimit(steps), outputs };
  await folder.writeJson(PLAN_FILE, plan);
  return { name: 'plan', file: PLAN_FILE, role: 'plan' };
}

/**
 * Replaces the plan's steps of classes set by hand by those of the present corrections. A result without a plan stays
 * without one. The caller holds the folder's lock.
 */
export async function planCorrections(folder: string, corrections: readonly Correction[]): Promise<void> {
  const file = join(folder, PLAN_FILE);
  const plan = await readPlanIfThere(file);
  if (!plan) return;
  const steps = withinLimit([...withoutCorrections(plan.steps), ...correctionSteps(corrections)]);
  const bytes = new TextEncoder().encode(`${JSON.stringify({ ...plan, steps }, null, 1)}\n`);
  await makeBeside(file, (temporary) => writePieces(temporary, [bytes]));
}

/** Corrections apply after all thresholds: scoring again puts them to the end. */
export function withoutCorrections(steps: readonly PlanStep[]): readonly PlanStep[] {
  return steps.filter(({ step }) => step !== 'correct');
}

function correctionSteps(corrections: readonly Correction[]): readonly PlanStep[] {
  const maps = [...new Set(corrections.map(({ map }) => map))].sort();
  return maps.map((map) => {
    const those = corrections.filter((one) => one.map === map);
    return { step: 'correct', map, corrections: those.length, sha256: correctionsSha256(those) };
  });
}

/** Checksum of the classes set by hand of one map, in their order; the times when they were set are left out. */
export function correctionsSha256(corrections: readonly Correction[]): string {
  const facts = corrections.map(({ map, x, y, positive, excluded = false }) => [
    map,
    x,
    y,
    positive,
    excluded,
  ]);
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** Drops the oldest scoring that a later one has replaced, until the steps fit. */
function withinLimit(steps: readonly PlanStep[]): readonly PlanStep[] {
  const excess = steps.length - MOST_PLAN_STEPS;
  if (excess <= 0) return steps;
  let dropped = 0;
  return steps.filter(({ step }) => step !== 'rescore' || dropped++ >= excess);
}

function byFile(a: ResultFile, b: ResultFile): number {
  return a.file < b.file ? -1 : 1;
}
