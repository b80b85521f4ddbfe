// `deepliif train`: trains DeepLIIF from rows of registered tiles, or continues a run.

import { dirname } from 'node:path';
import type { Command } from 'commander';
import { readFileBytes } from '../checkpoints/fileBytes.js';
import { parseJsonObject } from '../checkpoints/strictJson.js';
import { EngineError } from '../protocol/errors.js';
import { deepLiifPlan } from '../training/deepLiifPlan.js';
import { resumeRun, startRun, type NewRun, type RunWatch } from '../training/runTraining.js';
import { TRAIN_OPTIONS, trainOptions, type TrainOptions } from '../training/trainOptions.js';
import { EXIT_CODES } from './exitCodes.js';
import { addOptionFlags, givenOptions } from './optionFlags.js';
import { interruptible, openTerminal } from './terminal.js';

interface TrainFlags extends Readonly<Record<string, unknown>> {
  readonly config?: string;
  readonly resume?: string;
  readonly backend?: TrainOptions['backend'];
  readonly json?: true;
}

const MAXIMUM_CONFIG_BYTES = 1024 * 1024;

export function addTrainCommand(program: Command): void {
  const command = program
    .command('train')
    .summary('train DeepLIIF on rows of registered tiles')
    .description(
      'Reads images of <data>/train, square tiles side by side: the input, the modalities, the segmentation. Writes ' +
        'a run folder with run.json, events.jsonl and a checkpoint after each epoch. Ctrl-C stops after the current ' +
        'step with a checkpoint; --resume continues as if nothing had been between. docs/training.md says what is missing.',
    )
    .option('--config <file>', 'a JSON file of these options, in camelCase; flags overrule it')
    .option('--resume <run>', 'continue this run after its last checkpoint')
    .option('--json', 'print one JSON document at the end instead of text');
  addOptionFlags(command, TRAIN_OPTIONS);
  command.action((flags: TrainFlags) => run(flags));
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
      ? startNew(await optionsOf(flags), watch)
      : resumeRun(flags.resume, flags.backend, watch));
    if (!result.ended) process.exitCode = EXIT_CODES.cancelled;
    if (flags.json) process.stdout.write(`${JSON.stringify({ schemaVersion: 1, ...result })}\n`);
    else terminal.note(`${result.ended ? 'Done' : 'Stopped'} after step ${result.step}\n  → ${result.dir}`);
  });
}

/** The configuration file's options, and over them those of the command line. */
async function optionsOf(flags: TrainFlags): Promise<TrainOptions> {
  const { config } = flags;
  const file =
    config === undefined ? {} : parseJsonObject(await readFileBytes(config, MAXIMUM_CONFIG_BYTES), config);
  const fromFile = trainOptions(file, config ?? '', dirname(config ?? ''));
  const given = givenOptions(TRAIN_OPTIONS, flags);
  return trainOptions({ ...fromFile, ...given }, 'The command line', process.cwd());
}

function startNew(options: TrainOptions, watch: RunWatch) {
  const { data, out } = options;
  if (data === undefined || out === undefined)
    throw new EngineError('usage', 'Say where the data are and where the run goes: --data DIR --out RUNS.');
  const run: NewRun = {
    data,
    runs: out,
    name: options.name,
    plan: deepLiifPlan(options),
  };
  return startRun(run, options.backend, watch);
}
