// Process of one plug-in: loads its module at the first call and calls its functions, one after the other. It ends with its
// parent, even if the plug-in's code never returns: a thread watches.

import { answerCalls } from './plugins/answerCalls.js';
import { probeCalls } from './plugins/probeCalls.js';
import { watchLimits } from './control/watchLimits.js';
import type { CallMessage, PluginTask } from './plugins/pluginMessages.js';

if (process.send) {
  const task = JSON.parse(process.argv[2]!) as PluginTask;
  watchLimits(task.memoryMb);
  const answer = task.probes ? probeCalls(task) : answerCalls(task);
  process.on('disconnect', () => process.exit());
  process.on('message', (message) => {
    const { call } = message as CallMessage;
    void answer(message as CallMessage).then((result) => {
      try {
        process.send!({ call, ...result });
      } catch (error) {
        process.send!({
          ...{ call, failed: 'code' },
          message: `its answer cannot be sent: ${error instanceof Error ? error.message : String(error)}`,
        });
      }
    });
  });
} else {
  process.stderr.write('This is the process of a plug-in, which DeepLIIF starts itself.\n');
  process.exitCode = 2;
}
