// Commands on plans: run one again on other images, and verify a result.

import { existsSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { PlanDifference, Verification } from '../../engine/protocol/plans.js';
import type { ImageAnalysis, ModelSummary } from '../../engine/protocol/requests.js';
import { verificationText } from '../../engine/protocol/verificationText.js';
import { planFile, readPlan, stepsNamed, type Plan } from '../../engine/reading/plan.js';
import {
  changedResolution,
  lastThresholds,
  requestOfPlan,
  withoutResolution,
} from '../../engine/reading/planRequest.js';
import { analyse, analysisParams } from '../inference/analyseImages.js';
import { findImages } from '../inference/findImages.js';
import type { AnalysisContext } from '../inference/runAnalyses.js';
import { signalOf } from '../workbench/signalOf.js';

/**
 * Runs a plan with the same settings on images that the user picks. `place`: a plan or a result folder. Says what differs
 * from then before anything starts. Returns the analyses; none if the user changes their mind.
 */
export async function rerunPlan(
  context: AnalysisContext,
  place: string,
  models: readonly ModelSummary[],
): Promise<readonly ImageAnalysis[]> {
  const file = planFile(place);
  const plan = await readPlan(file);
  if (stepsNamed(plan, 'infer').length === 0)
    throw new EngineError(
      'usage',
      vscode.l10n.t(
        'Not run: this plan scores a segmentation map, which belongs to one image. Use a plan with a model.',
      ),
    );
  const chosen = await pickImages();
  if (!chosen) return [];
  const otherImages = chosen !== 'own';
  const checked = await context.engine.request('plan/check', {
    ...{ plan: file, otherImages },
    ...modelHere(plan, models),
  });
  if (!(await agreed(checked.differences))) return [];
  const options = requestOfPlan(plan, checked.model!)!;
  const { backend, postProcessors } = checked;
  const checkedOptions = { backend, postProcessors };
  const thresholds = lastThresholds(plan);
  const analyses = await analyse(context, async (signal, { note }) => {
    const images = chosen === 'own' ? [inputImage(checked.image!)] : await imagesAt(chosen, signal, note);
    return images.map((image) => {
      const { into, name } = analysisParams(image);
      const last = thresholds ? { thresholds: withoutResolution(thresholds) } : {};
      return { ...options, ...last, ...checkedOptions, image: image.path, into, name };
    });
  });
  const resolution = changedResolution(plan);
  if (thresholds && resolution)
    for (const { folder } of analyses)
      await context.engine.request('result/rescore', { folder, thresholds: { ...thresholds, resolution } });
  return analyses;

  async function imagesAt(paths: readonly string[], signal: AbortSignal, note: (sentence: string) => void) {
    const { images, notes } = await findImages(context.engine, paths, signal);
    notes.forEach(note);
    return images;
  }
}

function inputImage(path: string) {
  return { path, name: basename(path, extname(path)) };
}

/** Folder of the plan's model, if it is not where it was and a model of its id is here. */
export function modelHere(plan: Plan, models: readonly ModelSummary[]): { readonly model?: string } {
  const [inference] = stepsNamed(plan, 'infer');
  if (!inference?.model.folder || existsSync(inference.model.folder)) return {};
  const here = models.find(({ id }) => id === inference.model.id);
  return here ? { model: here.folder } : {};
}

/** Paths of files or of a folder; "own": the image of the plan; undefined: the user picks none. */
async function pickImages(): Promise<readonly string[] | 'own' | undefined> {
  const files = { label: vscode.l10n.t('Other Images…'), what: 'files' } as const;
  const folder = { label: vscode.l10n.t('All Images of a Folder…'), what: 'folder' } as const;
  const own = { label: vscode.l10n.t('The Image of the Plan'), what: 'own' } as const;
  const picked = await vscode.window.showQuickPick([files, folder, own], {
    placeHolder: vscode.l10n.t('Run the plan, with the same settings, on …'),
  });
  if (!picked || picked.what === 'own') return picked?.what;
  const uris = await vscode.window.showOpenDialog({
    canSelectFiles: picked.what === 'files',
    canSelectFolders: picked.what === 'folder',
    canSelectMany: true,
    openLabel: vscode.l10n.t('Run Plan'),
    title: vscode.l10n.t('Images on which the plan runs'),
  });
  return uris && uris.length > 0 ? uris.map(({ fsPath }) => fsPath) : undefined;
}

/** Tells what differs from then; true if nothing does, or the user runs the plan nevertheless. */
async function agreed(differences: readonly PlanDifference[]): Promise<boolean> {
  if (differences.length === 0) return true;
  const anyway = vscode.l10n.t('Run Anyway');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Not all is as it was when the plan was written.'),
    { modal: true, detail: differences.map(({ sentence }) => sentence).join('\n') },
    anyway,
  );
  return answer === anyway;
}

/** Verifies a result with progress, and tells the verdict; its table opens on request. */
export async function verifyResult(
  { engine }: Pick<AnalysisContext, 'engine'>,
  folder: string,
  models: readonly ModelSummary[],
): Promise<Verification> {
  const plan = await readPlan(folder);
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Verifying {0}', basename(folder)),
    cancellable: true,
  };
  const verification = await vscode.window.withProgress(options, (progress, token) =>
    engine.request(
      'plan/verify',
      { folder, ...modelHere(plan, models) },
      { signal: signalOf(token), report: ({ stage }) => progress.report({ message: stage }) },
    ),
  );
  void tellVerdict(basename(folder), verification);
  return verification;
}

async function tellVerdict(name: string, verification: Verification): Promise<void> {
  const { isEqual, verdict, differences } = verification;
  const show = vscode.l10n.t('Show Table');
  const message = vscode.l10n.t('{0}: {1}', name, verdict);
  const tell = isEqual ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
  if ((await tell(message, show)) !== show) return;
  const sentences = differences.map(({ sentence }) => `- ${sentence}`).join('\n');
  const content = [name, verificationText(verification), sentences].filter(Boolean).join('\n\n');
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));
}

/** Folder that gets the result of a plan that lies at `file`: the one that has the plan's own result. */
export function outOf(file: string): string {
  return dirname(dirname(file));
}
