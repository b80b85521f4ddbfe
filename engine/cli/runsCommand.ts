// `deepliif runs`: sends commands to training runs, and forks them. Its reports on runs are in runReports.ts.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EngineError } from '../protocol/errors.js';
import type { RunCommand } from '../protocol/runCommands.js';
import { forkRun } from '../records/forkRun.js';
import { currentRates } from '../reading/currentRates.js';
import { sendCommand } from '../runs/sendCommand.js';
import { positiveNumber } from './numbers.js';
import { addRunReports } from './runReports.js';

const PLAIN = {
  stop: ['stop a run, with a checkpoint', 'It stops after the current step, with a checkpoint.'],
  pause: ['pause a run', 'It pauses after the current step.'],
  continue: ['continue a paused run', 'It continues.'],
  checkpoint: ['write a checkpoint now', 'It writes a checkpoint after the current step.'],
} as const;

export function addRunsCommand(program: Command): void {
  const runs = program
    .command('runs')
    .summary('list training runs, steer them, make models of them')
    .description(
      'Lists training runs, compares them, steers them, and makes models of them. See docs/training.md.',
    );
  addRunReports(runs);
  for (const command of ['stop', 'pause', 'continue', 'checkpoint'] as const) {
    const [summary, done] = PLAIN[command];
    runs
      .command(command)
      .summary(summary)
      .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`)
      .argument('<run>', 'folder of the run')
      .option('--json', 'print one JSON document instead of text')
      .action((run: string, flags: JsonFlag) => tell(run, { command }, done, flags));
  }
  runs
    .command('fork')
    .summary('make a new run that resumes from a checkpoint of another one')
    .description(
      'Makes a run folder with everything until the checkpoint, beside the other run, which stays as it is. ' +
        '"deepliif train --resume" resumes it, with other learning rates where you give them.',
    )
    .argument('<run>', 'folder of the run')
    .option('--checkpoint <which>', 'best, last, a step, or the name of a checkpoint', 'last')
    .option('--out <folder>', 'folder of run folders, if not that of the other run')
    .option('--json', 'print one JSON document instead of text')
    .action(fork);
  runs
    .command('model')
    .summary('make a model of a checkpoint, inside the run')
    .description(
      'Makes <run>/models/<checkpoint>, a model folder for "deepliif infer --model"; once made, it is named again. ' +
        'The run may go on training.',
    )
    .argument('<run>', 'folder of the run')
    .option('--checkpoint <which>', 'best, last, a step, or the name of a checkpoint', 'best')
    .option('--json', 'print one JSON document instead of text')
    .action(model);
  runs
    .command('rates')
    .summary('change the learning rates of a run')
    .description(
      'The new rates hold from the next step on, and the schedule continues in proportion to them.',
    )
    .argument('<run>', 'folder of the run')
    .option('--lr-g <rate>', 'learning rate of generators', positiveNumber)
    .option('--lr-d <rate>', 'learning rate of discriminators', positiveNumber)
    .option('--json', 'print one JSON document instead of text')
    .action(async (run: string, flags: JsonFlag & { readonly lrG?: number; readonly lrD?: number }) => {
      if (flags.lrG === undefined && flags.lrD === undefined)
        throw new EngineError('usage', 'Name the learning rate to change: --lr-g RATE, --lr-d RATE or both.');
      const now = await currentRates(resolve(run));
      const rates = {
        generatorRate: flags.lrG ?? now.generatorRate,
        discriminatorRate: flags.lrD ?? now.discriminatorRate,
      };
      const done = `Its learning rates are ${rates.generatorRate} and ${rates.discriminatorRate} from the next step on.`;
      await tell(run, { command: 'rates', ...rates }, done, flags);
    });
}

interface ForkFlags extends JsonFlag {
  readonly checkpoint: string;
  readonly out?: string;
}

async function fork(run: string, { checkpoint, out, json }: ForkFlags): Promise<void> {
  const forked = await forkRun(resolve(run), checkpoint, out === undefined ? undefined : resolve(out));
  process.stdout.write(
    json
      ? `${JSON.stringify({ schemaVersion: 1, ...forked })}\n`
      : `${forked.dir}\nIt resumes after step ${forked.step}: deepliif train --resume ${forked.dir}\n`,
  );
}

async function model(run: string, { checkpoint: which, json }: ModelFlags): Promise<void> {
  const { modelOfCheckpoint } = await import('../training/run/modelOfCheckpoint.js');
  const { dir, checkpoint, step } = await modelOfCheckpoint(resolve(run), which);
  process.stdout.write(
    json
      ? `${JSON.stringify({ schemaVersion: 1, folder: dir, checkpoint, step })}\n`
      : `${dir}\nIt is the model after step ${step}: deepliif infer IMAGE --out results --model ${dir}\n`,
  );
}

interface ModelFlags extends JsonFlag {
  readonly checkpoint: string;
}

interface JsonFlag {
  readonly json?: true;
}

async function tell(run: string, command: RunCommand, done: string, { json }: JsonFlag): Promise<void> {
  const dir = resolve(run);
  await sendCommand(dir, command);
  process.stdout.write(
    json ? `${JSON.stringify({ schemaVersion: 1, run: dir, ...command })}\n` : `${done}\n`,
  );
}
