// A training run as a separate process: it receives its task from its parent as one message, answers with one message
// once it has begun or failed, and is then independent. Its output is the run's run.log; its control socket and signals
// steer it.

import { once } from 'node:events';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT_CODES, EXIT_DEFECT } from './cli/exitCodes.js';
import { asError, EngineError } from './protocol/errors.js';
import type { RunListener } from './records/runListener.js';
import { RUN_LOG_FILE } from './reading/runFile.js';
import type { TrainingTask } from './runs/startDetached.js';
import { tellParent } from './runs/tellParent.js';
import { resumeRun, startRun, type RunWatch } from './training/run/runTraining.js';

/** The terminal or the connection that started it may close. */
process.on('SIGHUP', () => undefined);
// A full disk must not end the run because a line of its log is lost.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

if (process.send) await obey();
else {
  process.stderr.write('This is a process of a training run, which "deepliif train --detach" starts.\n');
  process.exitCode = EXIT_CODES.usage;
}

async function obey(): Promise<void> {
  const [task] = (await once(process, 'message')) as [TrainingTask];
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort());
  const watch: RunWatch = {
    signal: stop.signal,
    note: (line) => process.stdout.write(`${new Date().toISOString()} ${line}\n`),
    listeners: [beginning(task)],
  };
  try {
    const { ended, step } = await (task.kind === 'start'
      ? startRun(task.run, task.backend, watch)
      : resumeRun(task.dir, task.backend, watch, task.rates));
    watch.note(`${ended ? 'Done' : 'Stopped'} after step ${step}`);
  } catch (error) {
    const { message, stack } = asError(error);
    const known = error instanceof EngineError ? error.code : undefined;
    watch.note(known ? message : (stack ?? message));
    process.exitCode = known ? EXIT_CODES[known] : EXIT_DEFECT;
    await tellParent({ failed: { ...(known ? { code: known } : {}), message } });
  }
}

/** Tells the parent that the run has begun, and moves the log into its folder, where the open file stays as it is. */
function beginning({ log }: TrainingTask): RunListener {
  return {
    hear: async (event, { dir }) => {
      if (event.type !== 'started') return;
      if (log !== undefined) await rename(log, join(dir, RUN_LOG_FILE)).catch(() => undefined);
      await tellParent({ begun: dir });
    },
  };
}
