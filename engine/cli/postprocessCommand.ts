// `deepliif postprocess`: cells and scores of a segmentation map that already exists.

import { parse } from 'node:path';
import { Option, type Command } from 'commander';
import { postprocessImages } from '../analysis/postprocessImages.js';
import type { ColourHandling } from '../images/decode.js';
import type { Resolution } from '../postprocessing/thresholds.js';
import { percentText } from '../protocol/scoring.js';
import { addPostProcessorHelp, postProcessOption } from './postProcessOption.js';
import { addPluginOption } from './pluginOption.js';
import { interruptible, openTerminal } from './terminal.js';
import { addThresholdOptions, thresholdsOf, type ThresholdFlags } from './thresholdOptions.js';

interface PostprocessFlags extends ThresholdFlags {
  readonly image: string;
  readonly seg: string;
  readonly marker?: string;
  readonly resolution: Resolution;
  readonly out: string;
  readonly colour: ColourHandling;
  readonly asReference?: true;
  readonly postProcess?: readonly string[];
  readonly json?: true;
}

export function addPostprocessCommand(program: Command): void {
  const command = program
    .command('postprocess')
    .summary('score a segmentation map')
    .description(
      'Finds, classifies and counts the cells of a segmentation map, as `infer` does after its networks. ' +
        'Writes <out>/<name of the image>/ with SegRefined.png, SegOverlaid.png, cells.json and scoring.json.',
    )
    .optionsGroup('Input and output:')
    .requiredOption('--image <file>', 'the original IHC image')
    .requiredOption('--seg <file>', 'its segmentation map (Seg.png, or fake_B_5 of the original)')
    .option('--marker <file>', 'its inferred marker image, for marker thresholds')
    .addOption(
      new Option('--resolution <r>', 'magnification of the image, which determines the plausible cell sizes')
        .choices(['40x', '20x', '10x'])
        .makeOptionMandatory(),
    )
    .addOption(postProcessOption())
    .requiredOption('--out <dir>', 'folder for the result folder');
  addThresholdOptions(command);
  command
    .optionsGroup('Input and output:')
    .addOption(
      new Option('--colour <handling>', 'colours of the original image: see `deepliif infer --help`')
        .choices(['managed', 'as-stored'])
        .default('managed'),
    )
    .option(
      '--as-reference',
      'allow what DeepLIIF does by mistake: a marker threshold compared with optical density',
    )
    .option('--json', 'print one JSON document instead of text')
    .action((flags: PostprocessFlags) => postprocess(flags));
  addPluginOption(command.optionsGroup('Plug-ins:'));
  addPostProcessorHelp(command);
}

async function postprocess(flags: PostprocessFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async (control) => {
    const thresholds = {
      ...thresholdsOf(flags),
      resolution: flags.resolution,
      ...(flags.asReference ? { asReference: true } : {}),
    };
    const files = { ...flags, postProcessors: flags.postProcess };
    const target = { out: flags.out, name: parse(flags.image).name };
    const done = await postprocessImages(files, thresholds, flags.colour, target, control);
    const { folder, scoring, notices, pluginScores } = done;
    for (const notice of notices) terminal.note(`${flags.image}: ${notice}`);
    if (flags.json) {
      process.stdout.write(
        `${JSON.stringify({ schemaVersion: 1, image: flags.image, folder, scoring, ...(pluginScores.length > 0 ? { pluginScores } : {}) }, null, 1)}\n`,
      );
      return;
    }
    terminal.note(
      `${flags.image}: ${scoring.num_total} cells, ${scoring.num_pos} positive, ${scoring.num_neg} negative, ` +
        `${percentText(scoring)} % positive${pluginScores.map(({ title, shown, plugin }) => `\n  ${title}: ${shown} (plug-in ${plugin.title})`).join('')}\n  → ${folder}`,
    );
  });
}
