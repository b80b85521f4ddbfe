// The dashboard's page in a browser, with the extension host's own code behind it, but no VS Code around: the page gets the
// messages that `extension/runs/` sends.
/* global setTimeout, clearTimeout -- of Node */
import { listRuns } from '../../out/engine/reading/listRuns.js';
import { writeRunNotes } from '../../out/engine/records/runNotes.js';
import { runHead } from '../../out/extension/runs/runHead.js';
import { askedPicture, showRun } from '../../out/extension/runs/shownRun.js';
import { servePage, uriOf } from './servePage.mjs';

/** Runs in the page: two frames after rows have come, they have been drawn. */
const ROWS_DRAWN = `
  rowsDrawn = { rows: 0, at: 0 };
  afterMessage = (message) => {
    if (message.type === 'rows' && message.table === 'steps')
      setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => {
        rowsDrawn = { rows: message.from + message.step.length, at: performance.timeOrigin + performance.now() };
      })));
  };
`;

/** Serves the page for the runs in a folder. `heard`: the messages that the page sent up. */
export async function serveDashboard(runsFolder, look = {}) {
  let shown = [];
  let listed = [];
  let turn = 0;
  let timer;
  const show = () => {
    clearTimeout(timer);
    timer = undefined;
    const runs = listed.map((run) => runHead(run, shown.find(({ folder }) => folder === run.folder)?.log));
    page.post({
      type: 'show',
      state: {
        ...{ trusted: true, runs, selected: shown.map(({ folder }) => folder), turn },
        ...{ roots: [], notices: [] },
      },
    });
  };
  const select = async (folders, newTurn = turn) => {
    listed = await listRuns([runsFolder]);
    const before = new Map(shown.map((run) => [run.folder, run]));
    shown = folders.map(
      (folder) =>
        before.get(folder) ??
        showRun(folder, listed.find((run) => run.folder === folder).kind, {
          post: page.post,
          changed: () => (timer ??= setTimeout(show, 250)),
          failed: (thrown) => console.error(thrown),
          uriOf,
        }),
    );
    for (const [folder, run] of before) if (!folders.includes(folder)) run.dispose();
    turn = newTurn;
    show();
  };
  const page = await servePage(
    { entries: { training: 'webview/training/main.ts' }, script: 'training', before: ROWS_DRAWN, ...look },
    {
      mayRead: (file) => file.startsWith(`${runsFolder}/`),
      receive: async (message) => {
        if (message.type === 'picture')
          page.post({ type: 'picture', uri: message.uri, ...(await askedPicture(message.uri, shown)) });
        if (message.type === 'annotate') {
          await writeRunNotes(message.run, message.notes);
          listed = await listRuns([runsFolder]);
          show();
        }
        if (message.type === 'select') await select(message.runs, message.turn);
        if (message.type === 'ready') {
          show();
          for (const run of shown) run.forgotten();
        }
      },
    },
  );
  return {
    url: page.url,
    heard: page.heard,
    hold: page.hold,
    select,
    relist: async () => {
      listed = await listRuns([runsFolder]);
      show();
    },
    close: () => {
      clearTimeout(timer);
      for (const run of shown) run.dispose();
      page.close();
    },
  };
}
