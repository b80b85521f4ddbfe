// A plan made ready to run here: its files and its model are found, and every difference from the analysis that wrote it is
// put into a sentence before anything starts.

import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { openModelFolder } from '../analysis/openAnalyser.js';
import { chooseBackend } from '../backends/chooseBackend.js';
import { manifestSha256, type ModelFolder } from '../checkpoints/modelFolder.js';
import { networkEntries } from '../checkpoints/manifest.js';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { fileSha256 } from '../files/fileSha256.js';
import { PROGRAM_BACKEND } from '../protocol/backends.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { Correction } from '../protocol/correction.js';
import { listPostProcessors } from '../postprocessing/findPostProcessors.js';
import { pluginsInUse } from '../plugins/usedPlugins.js';
import { readCorrections } from '../reading/corrections.js';
import {
  planFile,
  plugInsOf,
  readPlan,
  stepsNamed,
  type Plan,
  type PlanStep,
  type PlugInOfPlan,
} from '../reading/plan.js';
import { imagePath } from '../reading/resultRecord.js';
import { correctionsSha256 } from '../records/plan.js';
import type { PlanDifference } from '../protocol/plans.js';

export interface PlanChoices {
  /** True: the plan runs on images that the caller names, and its own is not looked for. */
  readonly otherImages?: boolean;
  /** Folder or id of a model; default: that of the plan. */
  readonly model?: string | undefined;
  /** Id of a backend; default: that of the plan. */
  readonly backend?: string | undefined;
  /** Plug-ins in use here. */
  readonly plugins?: readonly Pick<PlugInOfPlan, 'plugin' | 'version'>[];
}

export interface PreparedPlan {
  /** Without the post-processors of plug-ins that are not in use. */
  readonly plan: Plan;
  /** Absolute or relative path, as it was given. */
  readonly file: string;
  /** Image of the plan; absent if other images are meant. */
  readonly image?: string;
  /** Segmentation map and marker image that the plan reads; absent if it has a model. */
  readonly pictures?: { readonly seg: string; readonly marker?: string };
  /** Folder of the model, or id of one of a plug-in; absent for a plan that reads a segmentation map. */
  readonly model?: string;
  readonly backend: string;
  /** Classes set by hand that the plan repeats. */
  readonly corrections: readonly Correction[];
  readonly differences: readonly PlanDifference[];
}

/**
 * Finds everything that a plan needs. `place`: a plan, or a result folder.
 *
 * @throws EngineError `usage` for a missing or damaged plan, `image-unreadable` if an image is missing,
 *   `model-not-found` if there is no such model here
 */
export async function preparePlan(place: string, choices: PlanChoices = {}): Promise<PreparedPlan> {
  const file = planFile(place);
  const plan = await readPlan(file);
  const differences: PlanDifference[] = [];
  const found = (of: PlanDifference['of'], sentence: string) => void differences.push({ of, sentence });
  const read = (step: PlanStep<'readImage' | 'readPicture'>, option: string) =>
    locate(file, step, option, (sentence) => found('image', sentence));

  if (plan.version !== ENGINE_VERSION)
    found('version', `The plan was made by version ${plan.version}; this is version ${ENGINE_VERSION}.`);
  const [imageStep] = stepsNamed(plan, 'readImage');
  if (!imageStep)
    throw new EngineError(
      'usage',
      `${file} reads no image, so there is nothing to repeat. Choose another plan.`,
    );
  const pictureSteps = stepsNamed(plan, 'readPicture');
  if (choices.otherImages && pictureSteps.length > 0)
    throw new EngineError(
      'usage',
      `${file} scores a segmentation map, which belongs to one image. Run it without --image, or use a plan with a model.`,
    );
  const image = choices.otherImages
    ? undefined
    : await read(imageStep, 'Put it back, or give another one with --image');
  const pictures: { seg?: string; marker?: string } = {};
  for (const step of pictureSteps) {
    const picture = await read(step, 'Put it back; the plan cannot run without it');
    if (step.picture === 'marker') pictures.marker = picture;
    else pictures.seg = picture;
  }
  const [inference] = stepsNamed(plan, 'infer');
  const model = inference && (await findModel(inference, choices.model, found));
  const backend = inference ? await findBackend(inference, choices.backend, found) : 'auto';
  comparePlugIns(plan, choices.plugins ?? plugInsHere(), found);
  return {
    plan: withoutMissingPostProcessors(plan),
    file,
    ...(image === undefined ? {} : { image }),
    ...(pictures.seg === undefined ? {} : { pictures: { ...pictures, seg: pictures.seg } }),
    ...(model ? { model: model.plugin ? model.manifest.id : model.dir } : {}),
    backend,
    corrections: choices.otherImages ? leftOut(plan, found) : await findCorrections(file, plan, found),
    differences,
  };
}

function plugInsHere(): NonNullable<PlanChoices['plugins']> {
  return pluginsInUse()
    .plugins.filter(({ isUsed }) => isUsed)
    .map(({ id, version }) => ({ plugin: id, version }));
}

/** The plan without post-processors whose plug-in is not in use, which was told. */
function withoutMissingPostProcessors(plan: Plan): Plan {
  const isHere = ({ id, plugin }: { readonly id: string; readonly plugin?: string }) =>
    plugin === undefined || listPostProcessors().some((row) => row.id === id);
  return {
    ...plan,
    steps: plan.steps.map((one) =>
      one.step === 'postProcess' ? { ...one, postProcessors: one.postProcessors.filter(isHere) } : one,
    ),
  };
}

type Found = (of: PlanDifference['of'], sentence: string) => void;

/** Absolute path of a file of the plan: beside it as then, else where it was then. */
async function locate(
  file: string,
  step: PlanStep<'readImage' | 'readPicture'>,
  advice: string,
  changed: (sentence: string) => void,
): Promise<string> {
  const folder = dirname(file);
  for (const path of [imagePath(folder, step.path), imagePath(folder, step.absolutePath)]) {
    if (path === undefined || !(await stat(path).catch(() => undefined))) continue;
    const sha256 = await fileSha256(path).catch((error: unknown) => {
      throw new EngineError(
        'image-unreadable',
        `Cannot read ${path}: ${asError(error).message}. Check that you may read it.`,
      );
    });
    if (sha256 !== step.sha256) changed(`${path} has changed since: its content is another one.`);
    return path;
  }
  throw new EngineError(
    'image-unreadable',
    `The plan reads ${step.absolutePath}, which is missing. ${advice}.`,
  );
}

async function findModel(
  { model }: PlanStep<'infer'>,
  chosen: string | undefined,
  found: Found,
): Promise<ModelFolder> {
  const here = await openModelFolder(chosen ?? model.folder ?? model.id).catch(async (error: unknown) => {
    const isMissing = error instanceof EngineError && error.code === 'model-not-found';
    if (chosen === undefined && model.folder !== undefined && isMissing)
      return openModelFolder(model.id).catch(() => {
        throw new EngineError(
          'model-not-found',
          `The plan uses the model "${model.title}", which is not in ${model.folder} any more. Name its folder with --model.`,
        );
      });
    throw error;
  });
  if ((await manifestSha256(here)) === model.manifestSha256) return here;
  const { id, title } = here.manifest;
  const known = new Map(model.weights.map(({ file, sha256 }) => [file, sha256]));
  const weights = networkEntries(here.manifest);
  const isSame =
    weights.length === known.size && weights.every((one) => known.get(one.weights) === one.sha256);
  found(
    'model',
    id !== model.id
      ? `The plan used the model "${model.title}"; this is "${title}".`
      : isSame
        ? `The model "${title}" has the same weights, but its manifest has changed since.`
        : `The model "${title}" has other weights than then.`,
  );
  return here;
}

/** Backend of the plan; "auto" if it does not work here. */
async function findBackend(
  { backend, precision }: PlanStep<'infer'>,
  chosen: string | undefined,
  found: Found,
): Promise<string> {
  if (backend === PROGRAM_BACKEND) return 'auto'; // a program brings its own
  if (chosen !== undefined) {
    if (chosen !== backend)
      found('backend', `The plan computed on the backend "${backend}"; "${chosen}" was chosen.`);
    return chosen;
  }
  try {
    const opened = await chooseBackend(backend, precision);
    await opened.backend.dispose();
    return backend;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    found(
      'backend',
      `The plan computed on the backend "${backend}", which does not work here; the fastest that does is used.`,
    );
    return 'auto';
  }
}

function comparePlugIns(
  plan: Plan,
  here: readonly Pick<PlugInOfPlan, 'plugin' | 'version'>[],
  found: Found,
): void {
  for (const { plugin, version } of plugInsOf(plan)) {
    const other = here.find((one) => one.plugin === plugin);
    if (!other)
      found(
        'plug-in',
        `The plug-in ${plugin} ${version} took part and is not in use here: what it computed is left out.`,
      );
    else if (other.version !== version)
      found('plug-in', `The plug-in ${plugin} had version ${version}; here it has ${other.version}.`);
  }
}

function leftOut(plan: Plan, found: Found): readonly Correction[] {
  if (stepsNamed(plan, 'correct').length > 0)
    found(
      'corrections',
      'Classes set by hand belong to the image of the plan and are left out for other images.',
    );
  return [];
}

/** Corrections beside the plan, if they are those that it names. */
async function findCorrections(file: string, plan: Plan, found: Found): Promise<readonly Correction[]> {
  const steps = stepsNamed(plan, 'correct');
  if (steps.length === 0) return [];
  const stored = await readCorrections(dirname(file));
  return steps.flatMap(({ map, sha256 }) => {
    const those = stored.filter((one) => one.map === map);
    if (correctionsSha256(those) === sha256) return those;
    found(
      'corrections',
      those.length === 0
        ? `Classes set by hand are left out: no corrections.json lies beside ${basename(file)}.`
        : `Classes set by hand of the map ${map} have changed since: the present ones are used.`,
    );
    return those;
  });
}
