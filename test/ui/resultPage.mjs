// The result panel's page in a browser, with the extension's own reading of result folders behind it, but no VS Code
// around. Scores are saved nowhere: what the page asks for is only heard.

import { dirname } from 'node:path';
import { readResult } from '../../out/extension/results/readResult.js';
import { servePage, uriOf } from './servePage.mjs';

/** Serves the page for result folders (absolute paths). `heard`: the messages that the page sent up. */
export async function serveResult(folders, look = {}) {
  const results = await Promise.all(
    folders.map((folder) => readResult(folder, { uriOf, mayServe: () => true })),
  );
  const readable = results.flatMap((result) => result.folders);
  const page = await servePage(
    {
      entries: { viewer: 'webview/panel/main.ts', rescoring: 'webview/scoring/worker.ts' },
      script: 'viewer',
      attributes: 'data-worker="/rescoring.js"',
      ...look,
    },
    {
      mayRead: (file) => readable.includes(dirname(file)),
      receive: (message) => {
        if (message.type === 'ready')
          page.post({ type: 'show', state: { trusted: true, panes: results.map(({ pane }) => pane) } });
      },
    },
  );
  return page;
}
