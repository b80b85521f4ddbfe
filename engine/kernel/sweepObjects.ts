// Sweeps as objects of a notebook. The kernel that starts a sweep works on it.

import { basename, join, resolve } from 'node:path';
import { bestTrial } from '../sweep/bestTrial.js';
import { externalValues } from '../sweep/parameters.js';
import type { StoredStudy, StoredTrial } from '../sweep/studyState.js';
import { followJournal } from '../reading/followJournal.js';
import { EngineError } from '../protocol/errors.js';
import { MOST_SWEEP_WORKERS } from '../protocol/sweeps.js';
import type { Sweep, SweepOptions, Trial } from './notebookApi.js';

/** Starts to work on a new sweep. `into`: the folder of sweeps, if neither the options nor the configuration name one. */
export async function startSweep(
  given: string | Readonly<Record<string, unknown>>,
  { workers = 1, into }: SweepOptions,
  defaults: { readonly folder: string; readonly into: string },
): Promise<Sweep> {
  if (!Number.isInteger(workers) || workers < 1 || workers > MOST_SWEEP_WORKERS)
    throw new EngineError(
      'usage',
      `workers: expected a whole number from 1 to ${MOST_SWEEP_WORKERS}, got ${String(workers)}.`,
    );
  const { readSweepConfig, sweepConfig } = await import('../studies/sweepConfig.js');
  const { createSweep } = await import('../studies/sweepFolder.js');
  const { workOnSweep } = await import('../studies/worker.js');
  const config =
    typeof given === 'string'
      ? await readSweepConfig(resolve(defaults.folder, given))
      : sweepConfig(given, 'The sweep', defaults.folder);
  const out = into === undefined ? (config.out ?? defaults.into) : resolve(defaults.folder, into);
  const folder = await createSweep(config, out, new Date());
  const abort = new AbortController();
  // Lines of several workers; the trials themselves say more.
  const watch = { signal: abort.signal, note: () => undefined };
  const work = Promise.all(Array.from({ length: workers }, () => workOnSweep(folder, watch))).then(
    ([reason]) => reason!,
  );
  work.catch(() => undefined); // `end` rejects
  return sweepObject(folder, { end: work, stop: () => abort.abort() });
}

/** `work`: that of this kernel; none for a sweep that was only opened. */
export function sweepObject(
  place: string,
  work?: { readonly end: Promise<string>; readonly stop: () => void },
): Sweep {
  const folder = resolve(place);
  return {
    name: basename(folder),
    folder,
    trials: async () => (await studyOf(folder)).trials.map(trialObject),
    best: async () => {
      const study = await studyOf(folder);
      const best = study.directions.length === 1 ? bestTrial(study) : undefined;
      return best && trialObject(best);
    },
    end: async () => {
      if (!work)
        throw new EngineError(
          'usage',
          `This kernel does not work on ${folder}. Resume it with: deepliif sweep resume ${folder}`,
        );
      return work.end.catch((thrown: unknown) => {
        if (thrown instanceof EngineError && thrown.code === 'cancelled') return 'It was stopped.';
        throw thrown;
      });
    },
    stop: async () => {
      work?.stop();
      await work?.end.catch(() => undefined);
    },
    mimeBundle: async () => {
      const { outputOfSweep } = await import('../outputs/outputOfSweep.js');
      return outputOfSweep(folder);
    },
  } satisfies Sweep;
}

async function studyOf(folder: string): Promise<Pick<StoredStudy, 'trials' | 'directions'>> {
  const follower = followJournal(join(folder, 'journal.log'));
  await follower.read();
  return [...follower.journal.studies.values()][0] ?? { trials: [], directions: [] };
}

function trialObject({ number, state, values, params, distributions, userAttrs }: StoredTrial): Trial {
  return {
    number,
    state,
    ...(values ? { values } : {}),
    params: externalValues(distributions, params),
    ...(typeof userAttrs.run === 'string' ? { run: userAttrs.run } : {}),
  };
}
