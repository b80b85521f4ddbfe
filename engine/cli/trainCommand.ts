// `deepliif train`: trains DeepLIIF from rows of registered tiles, or continues a run.

import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { EngineError } from '../protocol/errors.js';
import { deepLiifPlan, type DeepLiifOptions } from '../training/deepLiifPlan.js';
import { resumeRun, startRun, type RunWatch, type TrainingBackend } from '../training/runTraining.js';
import { EXIT_CODES } from './exitCodes.js';
import { positiveNumber, wholeNumber } from './numbers.js';
import { interruptible, openTerminal } from './terminal.js';

interface TrainFlags extends DeepLiifOptions {
  readonly data?: string;
  readonly out?: string;
  readonly resume?: string;
  readonly name: string;
  readonly backend?: TrainingBackend;
  readonly initGain: number;
  readonly json?: true;
}

export function addTrainCommand(program: Command): void {
  const most = 1_000_000;
  program
    .command('train')
    .summary('train DeepLIIF on rows of registered tiles')
    .description(
      'Reads images of <data>/train, square tiles side by side: the input, the modalities, the segmentation. Writes ' +
        'a run folder with run.json, events.jsonl and a checkpoint after each epoch. Ctrl-C stops after the current ' +
        'step with a checkpoint; --resume continues as if nothing had been between. docs/training.md says what is missing.',
    )
    .option('--data <dir>', 'folder with a folder "train" in it')
    .option('--out <runs>', 'folder for the run folder')
    .option('--resume <run>', 'continue this run after its last checkpoint')
    .option('--name <name>', 'of the run', 'deepliif')
    .addOption(
      new Option(
        '--backend <id>',
        'what computes (default: native TensorFlow where it works, else wasm)',
      ).choices(['tensorflow', 'webgpu', 'wasm', 'cpu']),
    )
    .addOption(
      new Option('--preset <p>', 'the objective').choices(['reference', 'paper']).default('reference'),
    )
    .option('--modalities-names <names>', 'in the order of the tiles', words, [
      'hematoxylin',
      'dapi',
      'lap2',
      'marker',
    ])
    .option('--net-g <name>', 'generators of modalities', 'resnet_9blocks')
    .option('--net-gs <name>', 'generators of the segmentation', 'unet_512')
    .option('--ngf <n>', 'filters of generators', wholeNumber(1, 1024), 64)
    .option('--ndf <n>', 'filters of discriminators', wholeNumber(1, 1024), 64)
    .addOption(new Option('--norm <n>').choices(['batch', 'instance', 'none', 'spectral']).default('batch'))
    .addOption(new Option('--padding <p>', 'of ResNets').choices(['zero', 'reflect']).default('zero'))
    .option('--no-dropout', 'train without dropout')
    .option('--no-flip', 'do not turn samples over')
    .option('--serial-batches', 'take samples in the order of their names', false)
    .option('--batch-size <n>', 'samples in a step', wholeNumber(1, 1024), 1)
    .option('--n-epochs <n>', 'with the full learning rate', wholeNumber(0, most), 100)
    .option('--n-epochs-decay <n>', 'in which it falls', wholeNumber(0, most), 100)
    .option('--lr-g <rate>', 'of generators', positiveNumber, 0.0002)
    .option('--lr-d <rate>', 'of discriminators', positiveNumber, 0.0002)
    .option('--beta1 <b>', 'of Adam', positiveNumber, 0.5)
    .option('--init-gain <g>', 'deviation of the initial weights', positiveNumber, 0.02)
    .option('--seed <n>', 'of everything that is random', wholeNumber(0), 0)
    .option('--json', 'print one JSON document at the end instead of text')
    .action((flags: TrainFlags) => run(flags));
}

async function run(flags: TrainFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async ({ signal }) => {
    const watch: RunWatch = {
      signal: signal ?? { aborted: false },
      note: (line) => terminal.note(line),
      onStep: ({ epoch, step }, losses) =>
        terminal.note(
          `epoch ${epoch} · step ${step} · generators ${losses['total/generators']!.toPrecision(4)} · ` +
            `discriminators ${losses['total/discriminators']!.toPrecision(4)}`,
        ),
    };
    const result = await (flags.resume === undefined
      ? startRun(newRun(flags), flags.backend, watch)
      : resumeRun(flags.resume, flags.backend, watch));
    if (!result.ended) process.exitCode = EXIT_CODES.cancelled;
    if (flags.json) process.stdout.write(`${JSON.stringify({ schemaVersion: 1, ...result })}\n`);
    else terminal.note(`${result.ended ? 'Done' : 'Stopped'} after step ${result.step}\n  → ${result.dir}`);
  });
}

function newRun(flags: TrainFlags) {
  const { data, out, name } = flags;
  if (data === undefined || out === undefined)
    throw new EngineError('usage', 'Say where the data are and where the run goes: --data DIR --out RUNS.');
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name))
    throw new EngineError(
      'usage',
      `"${name}" is no name for a folder; use letters, digits, dots and hyphens.`,
    );
  // A run is continued from wherever its user is by then.
  return { data: resolve(data), runs: out, name, plan: deepLiifPlan(flags), gain: flags.initGain };
}

function words(list: string): readonly string[] {
  return list.split(',').filter((word) => word !== '');
}
