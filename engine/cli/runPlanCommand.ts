// `deepliif run`: repeats the analysis of a plan, on its own image or on others.

import { existsSync } from 'node:fs';
import { basename, dirname, join, parse } from 'node:path';
import type { Command } from 'commander';
import { findInputImages } from '../analysis/inputImages.js';
import { preparePlan, type PreparedPlan } from '../plans/preparePlan.js';
import { plansMeant } from '../plans/plansMeant.js';
import { repeatPlan, type RepeatedPlan } from '../plans/repeatPlan.js';
import { EngineError } from '../protocol/errors.js';
import type { PlanDifference } from '../protocol/plans.js';
import type { Control } from '../protocol/progress.js';
import { percentText } from '../protocol/scoring.js';
import { RESULT_FILE } from '../reading/resultRecord.js';
import { makeOutFolder } from '../records/resultFolder.js';
import { analyse, closeAnalyser } from '../requests/analyse.js';
import { backendOption } from './backendOption.js';
import { oneByOne, reportOutcomes, stoppedJson } from './outcome.js';
import { addPluginOption } from './pluginOption.js';
import { interruptible, openTerminal, type Terminal } from './terminal.js';

interface RunFlags {
  readonly image?: readonly string[];
  readonly images?: string;
  readonly out: string;
  readonly model?: string;
  readonly backend?: string;
  readonly strict?: true;
  readonly json?: true;
}

export function addRunPlanCommand(program: Command): void {
  const command = program
    .command('run')
    .summary('repeat an analysis by its plan')
    .description(
      'Repeats what a plan.json says: model, tiles, thresholds and everything after them, on the same image or on others. ' +
        'What differs from then (image, model, backend, version, plug-ins) is said before anything starts.',
    )
    .argument('<plan...>', 'plan.json, a result folder with one, or batch-<time>.json for all its results')
    .optionsGroup('Input and output:')
    .option('--image <file...>', 'run on these images in place of the plan’s own')
    .option('--images <dir>', 'run on all images of a folder')
    .option('--out <dir>', 'folder for the result folders', 'rerun')
    .optionsGroup('Model:')
    .option('--model <dir>', 'model folder, if the plan’s own is elsewhere now')
    .addOption(backendOption())
    .optionsGroup('Input and output:')
    .option('--strict', 'stop with an error if anything differs')
    .option('--json', 'print one JSON document instead of text')
    .action((places: string[], flags: RunFlags) => run(places, flags));
  addPluginOption(command.optionsGroup('Plug-ins:'));
}

/** A plan and an image that it runs on. */
interface Piece {
  readonly prepared: PreparedPlan;
  readonly image: string;
  readonly name: string;
}

async function run(places: readonly string[], flags: RunFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async (control) => {
    const pieces = await piecesOf(await plansMeant(places), flags, terminal, control);
    tellDifferences(
      pieces.flatMap(({ prepared }) => prepared.differences),
      flags.strict === true,
      terminal,
    );
    await makeOutFolder(flags.out);
    try {
      const done = await oneByOne(
        pieces,
        ({ image }) => image,
        async ({ prepared, image, name }) => {
          const repeated = await repeatPlan(prepared, image, { out: flags.out, name }, analyse, control);
          for (const notice of repeated.notices) terminal.note(`${image}: ${notice}`);
          terminal.note(summary(image, repeated));
          return { prepared, repeated };
        },
        ({ message }) => terminal.note(message),
      );
      if (flags.json) {
        const results = done.outcomes.map(({ path, done: one, failure }) =>
          one ? { image: path, plan: one.prepared.file, ...one.repeated } : { image: path, error: failure },
        );
        const differences = pieces.flatMap(({ prepared }) => prepared.differences);
        const document = { schemaVersion: 1, differences, results, ...stoppedJson(done) };
        process.stdout.write(`${JSON.stringify(document, null, 1)}\n`);
      }
      reportOutcomes(done);
    } finally {
      await closeAnalyser();
    }
  });
}

async function piecesOf(
  files: readonly string[],
  { image, images, model, backend }: RunFlags,
  terminal: Terminal,
  control: Control,
): Promise<readonly Piece[]> {
  const others = [...(image ?? []), ...(images === undefined ? [] : [images])];
  const found = others.length === 0 ? undefined : await findInputImages(others, 'skip', control);
  for (const note of found?.notes ?? []) terminal.note(note);
  if (found && files.length > 1)
    throw new EngineError(
      'usage',
      `${files.length} plans were given with other images, whose results would replace each other. Give one plan.`,
    );
  const pieces: Piece[] = [];
  for (const file of files) {
    const prepared = await preparePlan(file, { otherImages: found !== undefined, model, backend });
    if (found) pieces.push(...found.images.map(({ path, name }) => ({ prepared, image: path, name })));
    else pieces.push({ prepared, image: prepared.image!, name: nameOf(file, prepared.image!) });
  }
  return pieces;
}

/** Name of the result that the plan lies in, else that of the image. */
function nameOf(file: string, image: string): string {
  const folder = dirname(file);
  return existsSync(join(folder, RESULT_FILE)) ? basename(folder) : parse(image).name;
}

/** Says each difference once. @throws EngineError `usage` with all of them if `isStrict` */
export function tellDifferences(
  differences: readonly PlanDifference[],
  isStrict: boolean,
  terminal: Pick<Terminal, 'note'>,
): void {
  const sentences = [...new Set(differences.map(({ sentence }) => sentence))];
  if (isStrict && sentences.length > 0)
    throw new EngineError(
      'usage',
      `Not run, because --strict was given and not all is as it was:\n${sentences.map((one) => `- ${one}`).join('\n')}`,
    );
  for (const sentence of sentences) terminal.note(`Note: ${sentence}`);
}

function summary(image: string, { folder, scoring }: RepeatedPlan): string {
  const scores = Object.entries(scoring).map(
    ([map, one]) =>
      `${Object.keys(scoring).length > 1 ? `${map}: ` : ''}${one.num_total} cells, ${one.num_pos} positive, ` +
      `${one.num_neg} negative, ${percentText(one)} % positive`,
  );
  return `${image}: ${scores.join('\n  ') || 'no segmentation'}\n  → ${folder}`;
}
