// Speed of the result panel in a browser: `npm run bench:viewer`. A generated result of 10,000 × 10,000 pixels with 100,000
// cells; prints one line of JSON per measurement. "opening": from the message that shows the result to the first pixels of
// its picture on the canvas, with tiles that come at once; "panning": milliseconds from frame to frame while the picture
// moves 60 screen pixels a frame, and the longest time that a task blocked the page. `-- --openings 5` only opens it so
// often, each time in a new browser, since a browser keeps shaders that it has linked. DEEPLIIF_CHROMIUM names another
// browser; --gpu lets it use the GPU (the default draws in software, so that runs compare).
/* global document, postMessage, requestAnimationFrame, KeyboardEvent, setTimeout, longest: writable -- of the page */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { launchBrowser } from '../ui/launchBrowser.mjs';

const SIDE_PX = 10_000;
const CELLS_A_SIDE = 317;
const FRAMES = 40;
/** Screen pixels per picture pixel; undefined: the whole picture. */
const SCALES = [undefined, 0.15, 0.3, 0.5, 1, 3];
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** An octagon of about 22 px in every 31 px, its boundary a walk in eight directions as the engine's are. */
function cells() {
  const list = [];
  const [half, flat] = [11, 4];
  const corners = [
    [-flat, -half],
    [flat, -half],
    [half, -flat],
    [half, flat],
    [flat, half],
    [-flat, half],
    [-half, flat],
    [-half, -flat],
  ];
  for (let i = 0; i < CELLS_A_SIDE ** 2 && i < 100_000; i++) {
    const x = 15 + (i % CELLS_A_SIDE) * 31;
    const y = 15 + Math.floor(i / CELLS_A_SIDE) * 31;
    list.push({
      size: 400 + (i % 40),
      positive: i % 3 === 0,
      marker: i % 256,
      od: i % 200,
      bbox: [
        [x - half, y - half],
        [x + half, y + half],
      ],
      centroid: [x, y],
      boundary: corners.map(([dx, dy]) => [x + dx, y + dy]),
    });
  }
  const found = { segThreshold: 120, noiseThreshold: 4, largeNoiseThreshold: null, resolution: '40x' };
  return JSON.stringify({ schemaVersion: 1, widthPx: SIDE_PX, heightPx: SIDE_PX, found, cells: list });
}

const { outputFiles } = await build({
  absWorkingDir: ROOT,
  entryPoints: { viewer: 'webview/panel/main.ts', rescoring: 'webview/scoring/worker.ts' },
  outdir: 'built',
  bundle: true,
  write: false,
  minify: true,
  format: 'iife',
  target: 'es2022',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  loader: { '.ttf': 'empty', '.svg': 'empty' },
});
const files = new Map(outputFiles.map(({ path, contents }) => [path.replace(/^.*[\\/]/, '/'), contents]));
files.set('/cells.json', cells());
files.set(
  '/',
  `<!DOCTYPE html><meta charset="utf-8"><link rel="stylesheet" href="/viewer.css">
  <body data-worker="/rescoring.js"><div id="root"></div><script>
    acquireVsCodeApi = () => ({ getState: () => undefined, setState: () => undefined, postMessage: (message) => {
      if (message.type === 'ready') isReady = true;
      if (message.type !== 'needTiles') return;
      for (const address of message.tiles) {
        const rgba = new Uint8Array(4 * 512 * 512).fill(200);
        postMessage({ type: 'tile', picture: message.picture, address, tile: { widthPx: 512, heightPx: 512, rgba } }, '*');
      }
    } });
    isReady = false;
    longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    }).observe({ type: 'longtask' });
  </script><script src="/viewer.js"></script>`,
);
const types = { '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json' };
const server = createServer((request, response) => {
  const body = files.get(request.url);
  response.writeHead(body === undefined ? 404 : 200, {
    'content-type': types[/\.\w+$/.exec(request.url)?.[0]] ?? 'text/html',
  });
  response.end(body);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const layer = (id, role) => ({
  id,
  title: id,
  role,
  picture: { id, kind: 'tiles', info: { widthPx: SIDE_PX, heightPx: SIDE_PX, levels: 6 } },
});
const scoring = { num_total: 0, num_pos: 0, num_neg: 0, percent_pos: 0, seg_thresh: 120, size_thresh: 50 };
const pane = {
  id: '/result',
  kind: 'result',
  title: 'result',
  detail: '',
  widthPx: SIDE_PX,
  heightPx: SIDE_PX,
  notices: [],
  problems: [],
  layers: [layer('ihc', 'image'), layer('dapi', 'modality')],
  maps: [
    {
      name: 'Seg',
      cellsUri: '/cells.json',
      layers: {},
      thresholds: { resolution: '40x', sizeThreshold: 10 },
      scoring: { ...scoring, size_thresh_upper: null, marker_thresh: null },
      corrections: [],
    },
  ],
};

/** Runs in the page: shows the result and waits for its first pixels. */
function open(state) {
  const middle = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const began = performance.now();
  postMessage({ type: 'show', state }, '*');
  return new Promise((resolve) => {
    const isThere = () =>
      [...document.querySelectorAll('.stage > canvas')].some((canvas) => {
        if (canvas.width <= 1) return false;
        middle.clearRect(0, 0, 1, 1);
        middle.drawImage(canvas, canvas.width / 2, canvas.height / 2, 1, 1, 0, 0, 1, 1);
        return middle.getImageData(0, 0, 1, 1).data[3] > 0;
      });
    // A picture drawn before a frame is seen at its begin; one drawn in a frame is seen at its end.
    const next = () =>
      requestAnimationFrame(() => {
        if (isThere()) return resolve(performance.now() - began);
        setTimeout(() => (isThere() ? resolve(performance.now() - began) : next()));
      });
    next();
  });
}

/** Runs in the page: zooms, then moves to and fro and takes the time of each frame. */
async function pan({ steps, frames }) {
  const target = document.querySelector('.pane');
  const press = (key) => target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  press('Home');
  for (let i = 0; i < steps; i++) {
    press('+');
    await frame();
  }
  for (let i = 0; i < 30; i++) await frame();
  longest = 0;
  const times = [];
  let last = await frame();
  for (let i = 0; i < frames; i++) {
    press(i % 20 < 10 ? 'ArrowLeft' : 'ArrowDown');
    const now = await frame();
    times.push(now - last);
    last = now;
  }
  times.sort((a, b) => a - b);
  const at = (share) => Math.round(times[Math.floor(share * (times.length - 1))]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const percent = document.querySelector('.stage-status').textContent;
  return { zoom: percent, medianMs: at(0.5), p95Ms: at(0.95), longestTaskMs: Math.round(longest) };
}

const inSoftware = !process.argv.includes('--gpu');
const address = `http://127.0.0.1:${server.address().port}/`;

/** Opens the result in a browser of its own, hands the page to `look`, and returns how long opening took. */
async function openOnce(look = () => undefined) {
  const browser = await launchBrowser(inSoftware ? ['--use-gl=angle', '--use-angle=swiftshader'] : []);
  try {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    tab.on('pageerror', (error) => console.error(error.message));
    await tab.goto(address);
    await tab.waitForFunction('isReady');
    const openingMs = Math.round(await tab.evaluate(open, { trusted: true, panes: [pane] }));
    console.log(JSON.stringify({ openingMs }));
    await look(tab);
    return openingMs;
  } finally {
    await browser.close();
  }
}

async function panning(tab) {
  await tab.getByRole('tab', { name: 'Scores' }).click();
  await tab.getByText('Reading').waitFor({ state: 'detached' });
  await tab.waitForFunction(
    () => /100000|99\d{3}/.test(document.querySelector('.scores')?.textContent ?? ''),
    null,
    { timeout: 120_000 },
  );
  console.log(JSON.stringify({ readingCellsLongestTaskMs: Math.round(await tab.evaluate('longest')) }));
  const [width, height] = await tab
    .locator('.stage')
    .evaluate(({ clientWidth, clientHeight }) => [clientWidth, clientHeight - 26]);
  const fitted = (0.96 * Math.min(width, height)) / SIDE_PX;
  for (const scale of SCALES) {
    const steps = scale === undefined ? 0 : Math.round(2 * Math.log2(scale / fitted));
    console.log(JSON.stringify({ panning: await tab.evaluate(pan, { steps, frames: FRAMES }) }));
  }
}

try {
  const openings = process.argv.indexOf('--openings');
  if (openings < 0) await openOnce(panning);
  else {
    const times = [];
    for (let i = 0; i < Number(process.argv[openings + 1]); i++) times.push(await openOnce());
    times.sort((a, b) => a - b);
    console.log(JSON.stringify({ medianOpeningMs: times[Math.floor(times.length / 2)] }));
  }
} finally {
  server.close();
}
