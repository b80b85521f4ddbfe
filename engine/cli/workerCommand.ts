// `deepliif worker`: trains trials of sweeps that other machines put into a queue.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EngineError } from '../protocol/errors.js';
import { MOST_SWEEP_WORKERS } from '../protocol/sweeps.js';
import { workOnQueue } from '../queues/queueWorker.js';
import { addressOfQueue } from '../queues/sweepWithQueue.js';
import type { WorkerFolder } from '../queues/workerFolder.js';
import { wholeNumber } from './numbers.js';
import { interruptible, openTerminal } from './terminal.js';

/** Time without a sign of life after which a worker counts as dead. */
const LEASE_SECONDS = 30;

interface WorkerFlags {
  readonly queue: string;
  readonly workers: number;
  readonly shared?: string;
  readonly out?: string;
  readonly data?: string;
  readonly lease: number;
  readonly idleMinutes?: number;
}

export function addWorkerCommand(program: Command): void {
  program
    .command('worker')
    .summary('train trials of sweeps from a queue')
    .description(
      'Takes trials that "deepliif sweep start --queue" puts into a queue, and trains them on this machine. With ' +
        '--shared, runs lie in the folder of their sweep, and another worker resumes them if this one dies. With --out and ' +
        '--data they stay on this machine: the sweep hears their values only, and a trial whose worker dies begins anew ' +
        'elsewhere. Ctrl-C stops running trainings with a checkpoint and gives their trials back.',
    )
    .requiredOption(
      '--queue <address>',
      'redis://HOST:PORT or postgres://USER@HOST/DATABASE; the password may be in DEEPLIIF_QUEUE_PASSWORD',
    )
    .option('--workers <n>', 'trials at the same time', wholeNumber(1, MOST_SWEEP_WORKERS), 1)
    .option('--shared <dir>', 'folder of sweeps, on a disk that all machines share')
    .option('--out <dir>', 'folder for runs on this machine, if there is no shared disk')
    .option('--data <dir>', 'data folder on this machine, if it differs from the one in the sweep')
    .option(
      '--lease <seconds>',
      'a worker that is silent for so long loses its trials to others',
      wholeNumber(2, 3600),
      LEASE_SECONDS,
    )
    .option('--idle-minutes <n>', 'end after so many minutes without a trial', wholeNumber(1))
    .action(work);
}

async function work(flags: WorkerFlags): Promise<void> {
  const folder = folderOf(flags);
  const address = addressOfQueue(flags.queue);
  const terminal = openTerminal(false);
  await interruptible(terminal, async ({ signal }) => {
    const reason = await workOnQueue({
      ...{ address, folder, places: flags.workers, leaseMs: flags.lease * 1000 },
      idleMs: flags.idleMinutes === undefined ? undefined : flags.idleMinutes * 60_000,
      signal: signal as AbortSignal, // interruptible makes it of an AbortController
      note: (line) => terminal.note(line),
    });
    terminal.note(`The worker ends. ${reason}`);
  });
}

function folderOf({ shared, out, data }: WorkerFlags): WorkerFolder {
  const place = data === undefined ? undefined : resolve(data);
  if (shared !== undefined && out === undefined)
    return { kind: 'shared', sweeps: resolve(shared), data: place };
  if (shared === undefined && out !== undefined && place !== undefined)
    return { kind: 'own', out: resolve(out), data: place };
  throw new EngineError(
    'usage',
    'Say where trainings are written: --shared SWEEPS for a folder of sweeps that all machines see, or --out RUNS with ' +
      '--data DATA for folders of this machine alone.',
  );
}
