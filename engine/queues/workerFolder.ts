// Folder in which a worker trains a trial: below the folder of sweeps that all machines share, or below a folder of its own. The
// names come from a message, so they are names of folders and nothing else; the paths come from this machine.

import { join } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import { readSweep, RUNS_FOLDER } from '../studies/sweepFolder.js';
import { trainOptions, type TrainOptions } from '../training/plan/trainOptions.js';
import { readSweepId } from './sweepId.js';
import { checkedOptions, isPath, type TrialMessage } from './trialMessage.js';

export type WorkerFolder =
  /** @property sweeps folder of sweeps on a shared disk; `data` only if the data lie elsewhere on this machine */
  | { readonly kind: 'shared'; readonly sweeps: string; readonly data?: string | undefined }
  /** @property out folder that gets a folder for each sweep */
  | { readonly kind: 'own'; readonly out: string; readonly data: string };

/** Options of the training with the paths of this machine. @throws EngineError `usage` that says what this machine lacks */
export async function optionsHere(message: TrialMessage, folder: WorkerFolder): Promise<TrainOptions> {
  const place =
    folder.kind === 'shared' ? await sharedPlace(message, folder.sweeps) : ownPlace(message, folder);
  const given = {
    ...checkedOptions(message),
    ...place.paths,
    ...(folder.data === undefined ? {} : { data: folder.data }),
    name: `trial-${message.trial}`,
    out: place.runs,
  };
  return trainOptions(given, `trial ${message.trial}`, place.runs);
}

interface Place {
  readonly runs: string;
  readonly paths: Readonly<Record<string, unknown>>;
}

/** The sweep's own folder; the paths are those of its sweep.json, which no message can change. */
async function sharedPlace({ sweep, sweepId }: TrialMessage, sweeps: string): Promise<Place> {
  const dir = join(sweeps, sweep);
  const id = await readSweepId(dir).catch(() => undefined);
  if (id !== sweepId)
    throw new EngineError(
      'usage',
      `${sweeps} does not hold the sweep ${sweep}. Give --shared the folder of sweeps on the disk that all machines share, ` +
        'or --out and --data for a machine with a disk of its own.',
    );
  const { train = {} } = await readSweep(dir);
  return {
    runs: join(dir, RUNS_FOLDER),
    paths: Object.fromEntries(Object.entries(train).filter(([key]) => isPath(key) && key !== 'out')),
  };
}

function ownPlace(
  { sweep, sweepId, paths }: TrialMessage,
  { out }: Extract<WorkerFolder, { kind: 'own' }>,
): Place {
  const missing = paths.filter((path) => path !== 'data' && path !== 'out');
  if (missing.length > 0)
    throw new EngineError(
      'usage',
      `The sweep ${sweep} needs ${missing.join(', ')}, which a worker with a folder of its own does not have. Use --shared.`,
    );
  return { runs: join(out, `${sweep}-${sweepId.slice(0, 8)}`), paths: {} };
}
