// Answers the requests of a notebook's kernel. What is heavy is loaded after the answer to the first one, so that the
// kernel is ready at once.

import process from 'node:process';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { EngineError } from '../protocol/errors.js';
import {
  INTERRUPT_PIPE,
  type CellOutput,
  type KernelRequests,
  type KernelSetting,
} from '../protocol/kernelRequests.js';
import type { Handlers } from '../requests/engineHandlers.js';
import { allShown, display } from './displays.js';
import { engineCalls } from './engineCall.js';
import { Interrupted } from './execution.js';
import { createFlags } from './interruptFlags.js';
import { createDeepLiif } from './notebookEngine.js';
import { createSession, type Session } from './session.js';
import { captureStandardOutput } from './standardOutput.js';
import { userModules } from './userModules.js';
import { watchInterrupts } from './watchInterrupts.js';

/** Handlers of one kernel, which is one process. */
export function kernelHandlers(): Handlers<KernelRequests, CellOutput> {
  let session: Session | undefined;
  /** Settles when the plug-ins can be used; cells wait for it. */
  let pluginsReady: Promise<unknown> | undefined;

  return {
    'kernel/start': (setting) => {
      const flags = createFlags();
      const started = createSession({
        flags,
        modules: userModules(setting.folder),
        globals: { deepliif: createDeepLiif(setting, engineCalls(flags)) },
        show: async (value) => {
          if (value !== undefined) await display(value);
        },
        shown: allShown,
      });
      session = started;
      if (setting.plugins && setting.plugins.folders.length > 0) pluginsReady = withPlugins(setting.plugins);
      captureStandardOutput();
      watchInterrupts({ flags, pipe: INTERRUPT_PIPE }, () => started.interrupt());
      for (const event of ['uncaughtException', 'unhandledRejection'] as const)
        process.on(event, (thrown: unknown) => {
          // Code that an interrupted cell has left behind ends in this way.
          if (!(thrown instanceof Interrupted)) process.stderr.write(`${started.textOf(thrown)}\n`);
        });
      // TypeScript compiles cells; loading it now spares the first cell the wait.
      setImmediate(() => void import('./compileCell.js'));
      return Promise.resolve({ engineVersion: ENGINE_VERSION, nodeVersion: process.versions.node });
    },
    'cell/run': async (cell, { report }) => {
      if (!session) throw new EngineError('usage', 'The kernel has not been started.');
      await pluginsReady;
      return session.run(cell, report);
    },
  };
}

async function withPlugins({ folders, off }: NonNullable<KernelSetting['plugins']>): Promise<void> {
  const { usePluginRows } = await import('../plugins/kinds/pluginRows.js');
  await usePluginRows(folders, { off });
}
