// Outputs of a notebook in a browser, without VS Code: a page that imports the renderer as a notebook's page does, under the
// same policy, and asks it to render output items.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'esbuild';
import { stylesInScript } from '../../extension/packaging/stylesInScript.mjs';

const ROOT = join(import.meta.dirname, '../..');

/** Policy of VS Code's notebook page, with our server in the place of its own sources. */
const POLICY = `default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' https: data:; font-src 'self' https:; connect-src https:; child-src https: data:;`;

/** Runs in the page: VS Code's end of a renderer, without messages, or with those that the test answers (`window.answer`). */
const HOST = `
  import { activate } from '/notebook.js';
  const items = JSON.parse(document.getElementById('items').textContent);
  let receive;
  window.posted = [];
  const messages = document.body.dataset.messages === 'on' && {
    postMessage: (message) => { window.posted.push(message); },
    onDidReceiveMessage: (listener) => { receive = listener; return { dispose() {} }; },
  };
  window.answer = (message) => receive(message);
  const started = performance.now();
  const renderer = activate({ getState() {}, setState() {}, workspace: { isTrusted: false }, ...messages });
  window.renderer = renderer;
  items.forEach(({ mime, value }, i) => {
    const element = document.createElement('div');
    element.className = 'output-element';
    document.body.append(element);
    void renderer.renderOutputItem({ id: 'output-' + i, mime, text: () => JSON.stringify(value), json: () => value, metadata: {} }, element, new AbortController().signal);
  });
  window.renderedMs = performance.now() - started;
  requestAnimationFrame(() => setTimeout(() => { window.shownMs = performance.now() - started; }));
`;

/** `items`: { mime, value }. `style` and `bodyClass`: see pageThemes.mjs. `messages`: the host offers messages. */
export async function serveOutputs(items, { style = '', bodyClass = 'vscode-dark', messages = false } = {}) {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: { notebook: 'webview/notebook/main.ts' },
    outdir: 'built',
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.ttf': 'file' },
    plugins: [stylesInScript('webview/notebook/styles.ts')],
  });
  const files = new Map(outputFiles.map(({ path, contents }) => [path.replace(/^.*[\\/]/, '/'), contents]));
  const json = JSON.stringify(items).replaceAll('<', '\\u003c');
  files.set(
    '/',
    `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
    <style>${style} body { background: var(--vscode-editor-background); font: 13px sans-serif; } .output-element { margin: 8px 16px; }</style>
    <body class="${bodyClass}" data-messages="${messages ? 'on' : 'off'}"><script type="application/json" id="items">${json}</script><script type="module">${HOST}</script>`,
  );
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://x');
    const body = files.get(pathname);
    const type = pathname.endsWith('.js')
      ? 'text/javascript'
      : pathname.endsWith('.ttf')
        ? 'font/ttf'
        : 'text/html';
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
