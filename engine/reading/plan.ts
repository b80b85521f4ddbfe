// plan.json of a result: the steps that made it, with everything that is needed to repeat them, and checksums of what
// came out (docs/decisions/0038-plans.md). It holds no time, so equal analyses write equal texts. Only engine/records
// writes it.

import { basename, dirname, join } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import { storedScale } from '../protocol/scale.js';
import {
  list,
  matching,
  number,
  oneOf,
  refuse,
  stored,
  text,
  whole,
  type Shape,
  type Shaped,
} from '../protocol/shape.js';
import { fileName, mpp, storedThresholds } from '../protocol/sharedShapes.js';
import { LARGEST_SIDE_PX, LONGEST_PATH_LETTERS, MOST_MAPS, MOST_PLAN_BYTES } from './limits.js';
import { readRecordFile } from './recordFile.js';

export const PLAN_FILE = 'plan.json';

const ADVICE = 'The plan is damaged: restore it from a copy, or analyse the image again.';

/** Rescoring of a result; older ones, which later ones have replaced, are dropped beyond this. */
export const MOST_PLAN_STEPS = 200;
const MOST_OF_A_STEP = 200;

const word = text({ least: 1, most: 200 });
const words = text({ most: 1000 });
const path = text({ least: 1, most: LONGEST_PATH_LETTERS });
const sha256 = matching(/^[0-9a-f]{64}$/, 'a SHA-256 in 64 hexadecimal digits');
const sidePx = whole(1, LARGEST_SIDE_PX);

/** A row of an open table that a plug-in has added. */
const ofPlugin = stored({ id: word, plugin: word, version: word });
const ofPlugins = list(ofPlugin, MOST_OF_A_STEP);

/** A file that a step reads. `path` is relative to the folder of the plan and uses "/". */
const readFile = { path, absolutePath: path, sha256, bytes: whole(0) };

const model = stored(
  {
    id: word,
    title: words,
    manifestSha256: sha256,
    weights: list(stored({ file: path, sha256 }), 1000),
  },
  /** `folder`: absolute path; absent for a bundled model and one of a plug-in. */
  { folder: path, plugin: stored({ id: word, version: word }) },
);

const STEPS = {
  /** The stained image. `mpp`: micrometres per pixel of the result, from the file or from the user. */
  readImage: stored(
    { ...readFile, widthPx: sidePx, heightPx: sidePx, colour: oneOf('managed', 'as-stored') },
    { mpp },
  ),
  /** A picture that another program made: a segmentation map, or a marker image. */
  readPicture: stored({ ...readFile, picture: oneOf('segmentation', 'marker') }),
  infer: stored(
    {
      model,
      backend: word,
      precision: oneOf('float32', 'int8'),
      /** Images that were made. */
      scope: oneOf('all', 'segmentation', 'modalities'),
      tilePx: whole(1),
      overlapPx: whole(0),
      scale: storedScale,
      emptyTiles: oneOf('skip', 'reference', 'infer'),
      /** Rules of the model's manifest that change segmentation maps. */
      refinements: list(word, MOST_OF_A_STEP),
    },
    {
      intermediateMaps: oneOf(true),
      /** Statistics of batch normalisation that were asked for; absent: those of the model. */
      normalisation: oneOf('tile', 'running'),
      segmentationWeights: list(number(-1e6, 1e6), MOST_OF_A_STEP),
    },
  ),
  /** Post-processors in the order in which they changed the segmentation maps; `plugin` is absent for built-in ones. */
  postProcess: stored({
    postProcessors: list(stored({ id: word }, { plugin: word, version: word }), MOST_OF_A_STEP),
  }),
  score: stored({ thresholds: storedThresholds }, { measurements: ofPlugins, scorers: ofPlugins }),
  /** Other thresholds for stored pictures. `version`: that of the program that scored. */
  rescore: stored(
    { thresholds: storedThresholds, version: word },
    { measurements: ofPlugins, scorers: ofPlugins },
  ),
  /** Classes set by hand, which stand in corrections.json; `sha256` is `correctionsSha256`. */
  correct: stored({ map: fileName, corrections: whole(1), sha256 }),
} as const;

type StepName = keyof typeof STEPS;
/** One step by its name, with its fields. */
export type PlanStep<N extends StepName = StepName> = {
  [K in N]: { readonly step: K } & Shaped<(typeof STEPS)[K]>;
}[N];

const stepName = oneOf(...(Object.keys(STEPS) as StepName[]));
const step: Shape<PlanStep> = (value, where) => {
  const given =
    typeof value === 'object' && value !== null ? (value as { readonly step?: unknown }) : undefined;
  if (!given) return refuse(where, 'a step', value);
  const name = stepName(given.step, `${where}.step`);
  // The fields are those of the step, by the table above.
  return { step: name, ...STEPS[name](value, where) } as PlanStep;
};

const plan = stored({
  schemaVersion: oneOf(1),
  /** Version of the program that analysed the image. */
  version: word,
  steps: list(step, MOST_PLAN_STEPS),
  /** Files that came out, by the names that result.json has for them. */
  outputs: list(stored({ name: fileName, file: fileName, sha256 }), 3 * MOST_MAPS),
});

export type Plan = Shaped<typeof plan>;
export type PlugInOfPlan = Shaped<typeof ofPlugin>;

/** The steps of one kind, in their order. */
export function stepsNamed<N extends StepName>(
  { steps }: Pick<Plan, 'steps'>,
  name: N,
): readonly PlanStep<N>[] {
  return steps.filter((one): one is Extract<PlanStep, PlanStep<N>> => one.step === name);
}

/** Path of the plan that a path means: a result folder has one in it, a file is one. */
export function planFile(place: string): string {
  return basename(place).endsWith('.json') ? place : join(place, PLAN_FILE);
}

/**
 * The plan at a path, a file or a result folder.
 *
 * @throws EngineError `usage` for a missing or damaged plan, or one with steps of a later version
 */
export async function readPlan(place: string): Promise<Plan> {
  const file = planFile(place);
  const found = await readPlanIfThere(file);
  if (found) return found;
  throw new EngineError(
    'usage',
    `${dirname(file)} has no ${basename(file)}: results of earlier versions have none. Analyse the image again, which writes one.`,
  );
}

/** The plan of a file; undefined if there is no such file. @throws EngineError `usage` for a damaged one */
export function readPlanIfThere(file: string): Promise<Plan | undefined> {
  return readRecordFile(file, plan, { mostBytes: MOST_PLAN_BYTES, advice: ADVICE });
}

/** Every plug-in that took part, each once. */
export function plugInsOf({ steps }: Pick<Plan, 'steps'>): readonly PlugInOfPlan[] {
  const rows = steps.flatMap((one) => {
    if (one.step === 'infer') {
      const { id, plugin } = one.model;
      return plugin ? [{ id, plugin: plugin.id, version: plugin.version }] : [];
    }
    if (one.step === 'postProcess')
      return one.postProcessors.flatMap(({ id, plugin, version }) =>
        plugin !== undefined && version !== undefined ? [{ id, plugin, version }] : [],
      );
    if (one.step === 'score' || one.step === 'rescore')
      return [...(one.measurements ?? []), ...(one.scorers ?? [])];
    return [];
  });
  return [...new Map(rows.map((row) => [row.plugin, row])).values()];
}
