// The page of a sweep in a browser, with the extension host's own reading of sweeps behind it, but no VS Code around. What
// the page asks for is only heard.

import { dirname } from 'node:path';
import { followSweep } from '../../out/engine/reading/followSweep.js';
import { sweepState } from '../../out/extension/sweeps/sweepState.js';
import { trialMessages } from '../../out/extension/sweeps/trialRows.js';
import { trialPictures } from '../../out/extension/sweeps/trialPictures.js';
import { servePage, uriOf } from './servePage.mjs';

/** Serves the page for a sweep's folder or a journal (absolute path). `heard`: the messages that the page sent up. */
export async function serveSweep(place, look = {}) {
  let follower;
  let study;
  const read = async () => {
    const now = await follower.read(study);
    page.post({ type: 'show', state: sweepState(place, now, true) });
    for (const message of trialMessages(place, now)) page.post(message);
  };
  const page = await servePage(
    {
      entries: { sweep: 'webview/sweep/main.ts', sweepWorker: 'webview/sweep/worker.ts' },
      script: 'sweep',
      attributes: 'data-worker="/sweepWorker.js"',
      ...look,
    },
    {
      mayRead: (file) => file.startsWith(`${dirname(place)}/`),
      receive: async (message) => {
        if (message.type === 'ready') {
          follower = followSweep(place);
          await read();
        }
        if (message.type === 'study') {
          study = message.name;
          await read();
        }
        if (message.type === 'pictures') {
          const { study: shown } = await follower.read(study);
          for (const trial of message.trials)
            page.post(await trialPictures(place, trial, shown.trials[trial], uriOf));
        }
      },
    },
  );
  return { url: page.url, heard: page.heard, post: page.post, read, close: page.close };
}
