// Serves a page of this extension to a browser, without VS Code: its script, its styles and the files that it may read.
// Messages go both ways as bytes, since the browser does not share memory with the test.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '../..');
const TYPES = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
};

/** Runs in the page before its script: VS Code's end of the channel. */
const CHANNEL = `
  saved = JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined;
  acquireVsCodeApi = () => ({
    getState: () => saved,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
    postMessage: (message) => fetch('/up', { method: 'POST', body: JSON.stringify(message, (key, value) => value instanceof Uint8Array ? [...value.subarray(0, 8)] : value) }),
  });
  afterMessage = () => undefined;
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
        afterMessage(message);
      }
    }
  })();
`;

/**
 * @param page `entries`: scripts to build, by name; the page loads the one named `script` and its styles. `attributes` of the
 *   body. `texts`: table of the reader's language. `before`: a script that runs before the page's.
 * @param serve `mayRead`: whether the page may fetch a file, by absolute path. `receive`: a message of the page.
 * @returns `heard`: the messages that the page sent up
 */
export async function servePage(
  { entries, script, style = '', bodyClass = 'vscode-dark', attributes = '', texts = {}, before = '' },
  { mayRead, receive },
) {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: entries,
    outdir: 'built',
    bundle: true,
    write: false,
    minify: process.env.PLAIN === undefined,
    format: 'iife',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file', '.svg': 'empty' },
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [path.replace(/^.*[\\/]/, '/'), contents]));
  files.set(
    '/',
    `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="/${script}.css"><style>${style}</style>
    <body class="${bodyClass}" ${attributes}><div id="root"></div><script type="application/json" id="texts">${JSON.stringify(texts)}</script><script>${CHANNEL}${before}</script><script src="/${script}.js"></script>`,
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
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    if (path === '/down') {
      waiting = response;
      response.on('close', () => {
        if (waiting === response) waiting = undefined; // a page that reloads takes no more messages
      });
      flush();
      return;
    }
    if (path === '/up') {
      const chunks = [];
      for await (const chunk of request) chunks.push(chunk);
      const message = JSON.parse(Buffer.concat(chunks).toString());
      heard.push(message);
      if (message.type === 'ready') queue.length = 0; // they were for the page before the reload
      await receive(message);
      response.end();
      return;
    }
    const file = path.startsWith('/file/') ? path.slice('/file'.length) : undefined;
    const body =
      file === undefined
        ? files.get(path)
        : mayRead(file)
          ? await readFile(file).catch(() => undefined)
          : undefined;
    response.writeHead(body === undefined ? 404 : 200, {
      'content-type': TYPES[/\.\w+$/.exec(path)?.[0]] ?? 'text/html',
    });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    heard,
    post: (message) => {
      queue.push(message);
      flush();
    },
    /** Makes messages to the page wait (true), as they do while an extension host starts, or releases them. */
    hold: (on) => {
      held = on;
      flush();
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Address of a file (absolute path) as the page fetches it. */
export function uriOf(file, version) {
  return `/file${file}?${encodeURIComponent(version)}`;
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
