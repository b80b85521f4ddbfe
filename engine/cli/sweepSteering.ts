// `deepliif sweep pause|continue|drain|workers|stop-trial|retry|change|enqueue`: steers a sweep that works, here or on
// other machines, by its folder.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { parseJsonObject } from '../files/strictJson.js';
import { MOST_SWEEP_WORKERS, type SweepPhase } from '../protocol/sweeps.js';
import { otherMachines, processOfSweep } from '../reading/cardOfSweep.js';
import { changeControl } from '../studies/controlSweep.js';
import {
  changeConfiguration,
  enqueueTrial,
  openSweep,
  retryTrial,
  stopTrial,
  type OpenSweep,
} from '../studies/steerSweep.js';
import { wholeNumber } from './numbers.js';

const PHASES: readonly (readonly [verb: string, phase: SweepPhase, summary: string, done: string])[] = [
  ['pause', 'paused', 'pause the running trials and begin no other', 'Running trials pause; none begins.'],
  ['continue', 'working', 'continue a paused or drained sweep', 'It continues.'],
  [
    'drain',
    'draining',
    'finish the running trials, then end',
    'Running trials are finished, no other begins, and its workers end.',
  ],
];

const sweepArgument = ['<sweep>', 'folder of the sweep'] as const;
const trialArgument = ['<trial>', 'number of the trial', wholeNumber(0)] as const;

export function addSweepSteering(sweep: Command): void {
  for (const [verb, phase, summary, done] of PHASES)
    sweep
      .command(verb)
      .summary(summary)
      .description(`${sentence(summary)} Workers on all machines obey within seconds.`)
      .argument(...sweepArgument)
      .action(async (given: string) => {
        const { folder } = await openSweep(resolve(given));
        await changeControl(folder, (control) => ({ ...control, phase }));
        print(done);
        if (phase === 'working') await hintIfNobodyWorks(folder);
      });
  sweep
    .command('workers')
    .summary('change the number of trials at the same time')
    .description(
      'Changes how many trials the process of "sweep start" or "sweep resume" runs at the same time. With fewer ' +
        'workers, some end after their trial.',
    )
    .argument(...sweepArgument)
    .argument('<n>', 'trials at the same time', wholeNumber(1, MOST_SWEEP_WORKERS))
    .action(async (given: string, workers: number) => {
      const { folder } = await openSweep(resolve(given));
      await changeControl(folder, (control) => ({ ...control, workers }));
      print(`${workers} ${workers === 1 ? 'trial runs' : 'trials run'} at the same time.`);
      await hintIfNobodyWorks(folder);
    });
  sweep
    .command('stop-trial')
    .summary('stop a running trial')
    .description('Stops the training of a trial, with a checkpoint. The trial fails and is not retried.')
    .argument(...sweepArgument)
    .argument(...trialArgument)
    .action(async (given: string, trial: number) => {
      await stopTrial(await openSweep(resolve(given)), trial);
      print(`trial ${trial} stops after its current step`);
    });
  sweep
    .command('retry')
    .summary('try a trial again')
    .description(
      'Adds a trial with the values of one that ended. With --from-checkpoint its training continues after the last ' +
        'checkpoint of that trial, whose run stays as it is; a pruned trial that continues is not pruned again.',
    )
    .argument(...sweepArgument)
    .argument(...trialArgument)
    .option('--from-checkpoint', 'continue after the last checkpoint instead of at the start')
    .action(async (given: string, trial: number, flags: { readonly fromCheckpoint?: true }) => {
      const opened = await openSweep(resolve(given));
      await waits(opened, await retryTrial(opened, trial, flags.fromCheckpoint ? 'checkpoint' : 'start'));
    });
  sweep
    .command('change')
    .summary('change the space of a sweep that runs')
    .description(
      'Replaces space, stopping rules, retries, sampler and pruner by those of a changed configuration; workers take ' +
        'it for their next trial, and old trials stay usable. Name and objectives stay. A parameter keeps its choices, ' +
        'and whether it is logarithmic; ranges may change, and parameters come and go.',
    )
    .argument(...sweepArgument)
    .argument('<config>', 'the changed *.deepliif-sweep.json')
    .action(async (given: string, config: string) => {
      const opened = await openSweep(resolve(given));
      const fromTrial = await changeConfiguration(opened, resolve(config));
      print(`The new configuration holds from trial ${fromTrial} on.`);
    });
  sweep
    .command('enqueue')
    .summary('add a trial of your own')
    .description('Adds a trial that a worker takes next. What you leave out is sampled.')
    .argument(...sweepArgument)
    .argument('<values>', 'JSON object: {"lrG": 0.0002, "norm": "instance"}')
    .action(async (given: string, text: string) => {
      const values = parseJsonObject(Buffer.from(text), 'The values');
      const opened = await openSweep(resolve(given));
      await waits(opened, await enqueueTrial(opened, values));
    });
}

async function waits({ folder }: OpenSweep, trial: number): Promise<void> {
  print(`trial ${trial} waits for a worker`);
  await hintIfNobodyWorks(folder);
}

/** A sentence on stderr if nobody is there to obey. Workers without a card, as those of job arrays, are not seen. */
async function hintIfNobodyWorks(folder: string): Promise<void> {
  if ((await processOfSweep(folder)).is === 'alive' || (await otherMachines(folder)).length > 0) return;
  process.stderr.write(`No process works on the sweep now: deepliif sweep resume ${folder}\n`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function sentence(summary: string): string {
  return `${summary[0]!.toUpperCase()}${summary.slice(1)}.`;
}
