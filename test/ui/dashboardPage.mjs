// The dashboard's page in a browser, with the extension host's own code behind it, but no VS Code around: what the page
// gets is what `extension/runs/` sends. Messages travel as bytes, since a browser does not share memory with us.
/* global setTimeout, clearTimeout -- of Node */
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { listRuns } from '../../out/engine/reading/listRuns.js';
import { runHead } from '../../out/extension/runs/runHead.js';
import { askedPicture, showRun } from '../../out/extension/runs/shownRun.js';

const ROOT = join(import.meta.dirname, '../..');

/** Runs in the page before its script: VS Code's end of the channel. */
const STUB = `
  saved = JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined;
  acquireVsCodeApi = () => ({
    getState: () => saved,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
    postMessage: (message) => fetch('/up', { method: 'POST', body: JSON.stringify(message, (key, value) => value instanceof Uint8Array ? [...value.subarray(0, 8)] : value) }),
  });
  rowsDrawn = { rows: 0, at: 0 };
  (async () => {
    for (;;) {
      const bytes = await (await fetch('/down')).arrayBuffer();
      let at = 0;
      while (at < bytes.byteLength) {
        const [length, arrays] = new Uint32Array(bytes.slice(at, at + 8));
        at += 8;
        const text = new TextDecoder().decode(new Uint8Array(bytes, at, length));
        at += length;
        const numbers = [];
        for (let i = 0; i < arrays; i++) {
          const [count] = new Uint32Array(bytes.slice(at, at + 4));
          at += 4;
          numbers.push(new Float64Array(bytes.slice(at, at + 8 * count)));
          at += 8 * count;
        }
        const message = JSON.parse(text, (key, value) => value?.array !== undefined ? numbers[value.array] : value?.base64 !== undefined ? Uint8Array.from(atob(value.base64), (letter) => letter.charCodeAt(0)) : value);
        window.postMessage(message, '*');
        if (message.type === 'rows' && message.table === 'steps')
          // Two frames on, it has been drawn.
          setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => {
            rowsDrawn = { rows: message.from + message.step.length, at: performance.timeOrigin + performance.now() };
          })));
      }
    }
  })();
`;

/** Serves the page for the runs in a folder. \`heard\`: the messages that the page sent up. */
export async function serveDashboard(runsFolder, { style = '', bodyClass = 'vscode-dark' } = {}) {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: { training: 'webview/training/main.ts' },
    outdir: 'built',
    bundle: true,
    write: false,
    minify: process.env.PLAIN === undefined,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [path.replace(/^.*[\\/]/, '/'), contents]));
  files.set(
    '/',
    `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="/training.css"><style>${style}</style>
    <body class="${bodyClass}"><div id="root"></div><script>${STUB}</script><script src="/training.js"></script>`,
  );
  const heard = [];
  const queue = [];
  let waiting;
  let held = false;
  const flush = () => {
    if (held || !waiting || queue.length === 0) return;
    waiting.end(Buffer.concat(queue.splice(0).map(encoded)));
    waiting = undefined;
  };
  const post = (message) => {
    queue.push(message);
    flush();
  };
  let shown = [];
  let listed = [];
  let turn = 0;
  let timer;
  const show = () => {
    clearTimeout(timer);
    timer = undefined;
    const runs = listed.map((run) => runHead(run, shown.find(({ folder }) => folder === run.folder)?.log));
    post({ type: 'show', state: { trusted: true, runs, ticked: shown.map(({ folder }) => folder), turn } });
  };
  const tick = async (folders, newTurn = turn) => {
    listed = await listRuns([runsFolder]);
    const before = new Map(shown.map((run) => [run.folder, run]));
    shown = folders.map(
      (folder) =>
        before.get(folder) ??
        showRun(folder, listed.find((run) => run.folder === folder).kind, {
          post,
          changed: () => (timer ??= setTimeout(show, 250)),
          failed: (thrown) => console.error(thrown),
          uriOf: (file, version) => `/file${file}?${encodeURIComponent(version)}`,
        }),
    );
    for (const [folder, run] of before) if (!folders.includes(folder)) run.dispose();
    turn = newTurn;
    show();
  };
  const receive = async (message) => {
    heard.push(message);
    if (message.type === 'picture')
      post({ type: 'picture', uri: message.uri, ...(await askedPicture(message.uri, shown)) });
    if (message.type === 'tick') await tick(message.runs, message.turn);
    if (message.type === 'ready') {
      show();
      for (const run of shown) run.forgotten();
    }
  };
  const types = { '.css': 'text/css', '.js': 'text/javascript', '.png': 'image/png', '.ttf': 'font/ttf' };
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    if (path === '/down') {
      waiting = response;
      flush();
      return;
    }
    if (path === '/up') {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      await receive(JSON.parse(Buffer.concat(chunks).toString()));
      response.end();
      return;
    }
    const inRuns = path.startsWith(`/file${runsFolder}/`) ? path.slice(5) : undefined;
    const body = inRuns ? await readFile(inRuns).catch(() => undefined) : files.get(path);
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': types[/\.\w+$/.exec(path)?.[0]] ?? 'text/html',
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    heard,
    tick,
    /** Whether messages to the page wait, as they do while an extension host starts. */
    hold: (on) => {
      held = on;
      flush();
    },
    relist: async () => {
      listed = await listRuns([runsFolder]);
      show();
    },
    close: () => {
      clearTimeout(timer);
      for (const run of shown) run.dispose();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The JSON with a number for each array, and the arrays behind it. */
function encoded(message) {
  const arrays = [];
  const text = Buffer.from(
    JSON.stringify(message, (key, value) => {
      if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') };
      if (!(value instanceof Float64Array)) return value;
      arrays.push(value);
      return { array: arrays.length - 1 };
    }),
  );
  const parts = [Buffer.from(new Uint32Array([text.length, arrays.length]).buffer), text];
  for (const array of arrays) {
    parts.push(Buffer.from(new Uint32Array([array.length]).buffer));
    parts.push(Buffer.from(array.buffer, array.byteOffset, array.byteLength));
  }
  return Buffer.concat(parts);
}
