// A sweep's process on this machine: it receives the sweep's folder from its parent as one message, answers once it has
// its process card or failed, and is then independent. Its notes are the sweep's sweep.log; control.json steers it.

import { once } from 'node:events';
import { EXIT_CODES, EXIT_DEFECT } from './cli/exitCodes.js';
import { asError, EngineError } from './protocol/errors.js';
import { tellParent } from './runs/tellParent.js';
import type { SweepTask } from './studies/startSweep.js';
import { openSweepLog } from './studies/sweepLog.js';
import { workWith } from './queues/sweepWithQueue.js';

/** The terminal or the connection that started it may close. */
process.on('SIGHUP', () => undefined);
// A full disk must not end the sweep because a line of its log is lost.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

if (process.send) await obey();
else {
  process.stderr.write('This is a process of a sweep, which "deepliif sweep start --detach" starts.\n');
  process.exitCode = EXIT_CODES.usage;
}

async function obey(): Promise<void> {
  const [{ folder, queue, plugins = [] }] = (await once(process, 'message')) as [SweepTask];
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop.abort());
  const note = openSweepLog(folder);
  try {
    if (plugins.length > 0) {
      const { usePluginRows } = await import('./plugins/kinds/pluginRows.js');
      await usePluginRows(plugins);
    }
    const reason = await workWith(queue, folder, {
      ...{ signal: stop.signal, note },
      begun: () => tellParent({ begun: folder }),
    });
    note(reason);
  } catch (error) {
    const { message, stack } = asError(error);
    const known = error instanceof EngineError ? error.code : undefined;
    note(known ? message : (stack ?? message));
    process.exitCode = known ? EXIT_CODES[known] : EXIT_DEFECT;
    await tellParent({ failed: { ...(known ? { code: known } : {}), message } });
  }
}
