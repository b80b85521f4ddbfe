// The page of an evaluation in a browser, with the engine's own evaluation behind it, but no VS Code around.

import { evaluationCompare, evaluationPictures } from '../../out/engine/requests/evaluations.js';
import { evaluationCommand } from '../../out/engine/protocol/evaluations.js';
import { servePage } from './servePage.mjs';

/** Serves the page for folders of results, of truths and of other results (absolute paths). */
export async function serveEvaluation([prediction, truth, against], look = {}) {
  const settings = { prediction, truth, radiusPx: 10, ...(against ? { against } : {}) };
  const folders = [prediction, truth, ...(against ? [against] : [])];
  const page = await servePage(
    { entries: { evaluation: 'webview/evaluation/main.ts' }, script: 'evaluation', ...look },
    {
      mayRead: () => false,
      receive: async ({ type, ...asked }) => {
        if (type === 'ready') {
          const state = await evaluationCompare(settings, {}).then(
            (document) => ({ document, command: evaluationCommand(settings) }),
            (error) => ({ failure: error.message }),
          );
          page.post({
            type: 'show',
            state: { trusted: true, folders, radiusPx: settings.radiusPx, ...state },
          });
        }
        if (type === 'pictures')
          page.post({
            type: 'pictures',
            ...asked,
            ...(await evaluationPictures({ settings, ...asked }, {})),
          });
      },
    },
  );
  return page;
}
