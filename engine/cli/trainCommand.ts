// `deepliif train`: trains a model on registered images, or resumes a run.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EngineError } from '../protocol/errors.js';
import type { RunListener } from '../records/runListener.js';
import { startDetached, type TrainingTask } from '../runs/startDetached.js';
import { flagOf } from '../options/optionKinds.js';
import { newRun, readTrainConfig } from '../training/run/newRun.js';
import { resumeRun, startRun, type RunWatch } from '../training/run/runTraining.js';
import { TRAIN_OPTIONS, trainOptions, type TrainOptions } from '../training/plan/trainOptions.js';
import { EXIT_CODES } from './exitCodes.js';
import { addOptionFlags, givenOptions } from './optionFlags.js';
import { interruptible, openTerminal, outliveTerminal } from './terminal.js';

interface TrainFlags extends Readonly<Record<string, unknown>> {
  readonly config?: string;
  readonly resume?: string;
  readonly backend?: string;
  readonly lrG?: number;
  readonly lrD?: number;
  readonly detach?: true;
  readonly json?: true;
}

export function addTrainCommand(program: Command): void {
  const command = program
    .command('train')
    .summary('train a model on registered images')
    .description(
      'Reads registered images of <data>/train: rows of square tiles side by side (the input, the modalities, the ' +
        'segmentation), or a file for each. Check them first with "deepliif data check". A first training is ' +
        '--preset quick-look, which shows pictures within minutes; a training that does not fit into memory is refused, ' +
        'with the preset that does. Writes a run folder with ' +
        'run.json, events.jsonl and a checkpoint after each epoch. Ctrl-C stops after the current step with a ' +
        'checkpoint, as "deepliif runs stop" does; a terminal or pipe that closes stops nothing. --resume continues ' +
        'bit for bit. docs/training.md lists what is not available.',
    )
    .option('--config <file>', 'JSON file with these options in camelCase; flags overrule it')
    .option('--resume <run>', 'folder of a run to continue after its last checkpoint')
    .option(
      '--detach',
      'train in a process of its own, which outlives this terminal; returns when the run has begun',
    )
    .option('--json', 'print one JSON document at the end instead of text');
  addOptionFlags(command, TRAIN_OPTIONS);
  command.action((flags: TrainFlags) => run(flags));
}

async function run(flags: TrainFlags): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async ({ signal }) => {
    const task = await taskOf(flags);
    if (flags.detach) {
      const begun = await startDetached(task, signal);
      if (flags.json) process.stdout.write(`${JSON.stringify({ schemaVersion: 1, ...begun })}\n`);
      else process.stdout.write(`${begun.dir}\n`);
      return;
    }
    outliveTerminal();
    const watch: RunWatch = {
      signal: signal ?? { aborted: false },
      note: (line) => terminal.note(line),
      listeners: [stepLines((line) => terminal.note(line))],
    };
    const result = await (task.kind === 'start'
      ? startRun(task.run, task.backend, watch)
      : resumeRun(task.dir, task.backend, watch, task.rates));
    if (!result.ended) process.exitCode = EXIT_CODES.cancelled;
    if (flags.json) process.stdout.write(`${JSON.stringify({ schemaVersion: 1, ...result })}\n`);
    else terminal.note(`${result.ended ? 'Done' : 'Stopped'} after step ${result.step}\n  → ${result.dir}`);
  });
}

/** A line for each step. */
function stepLines(note: (line: string) => void): RunListener {
  return {
    hear: (event) => {
      if (event.type === 'step') {
        const total = (side: string) => (event.losses[`total/${side}`] ?? NaN).toPrecision(4);
        note(
          `epoch ${event.epoch} · step ${event.step} · generators ${total('generators')} · ` +
            `discriminators ${total('discriminators')}`,
        );
      }
      return Promise.resolve();
    },
  };
}

async function taskOf(flags: TrainFlags): Promise<TrainingTask> {
  if (flags.resume !== undefined) return resumption(flags.resume, flags);
  const options = await optionsOf(flags);
  return { kind: 'start', run: newRun(options), backend: options.backend };
}

/** Task of resuming a run, which keeps its configuration; only the backend and the learning rates may change. */
function resumption(run: string, flags: TrainFlags): TrainingTask {
  const given = givenOptions(TRAIN_OPTIONS, flags);
  const foreign = Object.keys(given).find((key) => !['backend', 'lrG', 'lrD'].includes(key));
  if (flags.config !== undefined || foreign !== undefined)
    throw new EngineError(
      'usage',
      `${foreign === undefined ? '--config' : flagOf(foreign)} cannot be changed in a run that is resumed; start a new one. ` +
        'With --resume only --backend, --lr-g and --lr-d may change.',
    );
  const { lrG, lrD } = flags;
  const rates = {
    ...(lrG === undefined ? {} : { generatorRate: lrG }),
    ...(lrD === undefined ? {} : { discriminatorRate: lrD }),
  };
  return { kind: 'resume', dir: resolve(run), backend: flags.backend, rates };
}

/** The configuration file's options, and over them those of the command line. */
async function optionsOf(flags: TrainFlags): Promise<TrainOptions> {
  const fromFile = flags.config === undefined ? {} : await readTrainConfig(flags.config);
  const given = givenOptions(TRAIN_OPTIONS, flags);
  return trainOptions({ ...fromFile, ...given }, 'The command line', process.cwd());
}
