// Speed of the dashboard in a browser: `npm run bench:dashboard`. A generated run of a million logged values; prints one line
// of JSON per measurement. "opening": from the selection of the run, nothing of it read yet, to the frame in which all its
// curves are drawn; "zooming": milliseconds from frame to frame while all charts zoom together; "following": from the write
// of a step to the frame that shows it; "reloading": from the reload of the page to the frame in which all curves are drawn
// again, with the same zoom, filter and step (1.5 s at most is asked for). DEEPLIIF_CHROMIUM names another browser.
/* global document, requestAnimationFrame, KeyboardEvent, sessionStorage, setTimeout, rowsDrawn -- of the page */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { serveDashboard } from '../ui/dashboardPage.mjs';
import { createRun } from '../ui/generatedRun.mjs';
import { launchBrowser } from '../ui/launchBrowser.mjs';

/** Steps of 26 losses each: a million values, and rates, times and memory. */
const STEPS = 39_000;
const WRITES = 10;
const RELOADS = 5;
const ZOOMS = 40;

const runs = mkdtempSync(join(tmpdir(), 'deepliif-dashboard-'));
const browser = await launchBrowser();
const medianOf = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const say = (measurement) => console.log(JSON.stringify(measurement));
let served;
try {
  const run = createRun(join(runs, 'million'), { epochs: 100, live: true });
  run.started();
  run.steps(STEPS);
  served = await serveDashboard(runs);
  const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  tab.on('pageerror', (error) => console.error(error.message));
  await tab.goto(served.url);
  await tab
    .getByText('million')
    .first()
    .waitFor({ timeout: 5000 })
    .catch(() => undefined);
  // The frame after the last row: both clocks are this machine's.
  const drawnAfter = (rows) =>
    tab.evaluate(async (wanted) => {
      while (rowsDrawn.rows < wanted) await new Promise((resolve) => setTimeout(resolve, 2));
      return rowsDrawn.at;
    }, rows);
  const began = Date.now();
  await served.select([run.folder]);
  say({ openingMs: Math.round((await drawnAfter(STEPS)) - began), values: STEPS * 26 });

  const frames = await tab.evaluate(async (count) => {
    const canvas = document.querySelector('.chart canvas');
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const all = [];
    let last = await frame();
    for (let i = 0; i < count; i++) {
      canvas.dispatchEvent(new KeyboardEvent('keydown', { key: i % 20 < 10 ? '+' : '-', bubbles: true }));
      const now = await frame();
      all.push(now - last);
      last = now;
    }
    return all.sort((a, b) => a - b).map(Math.round);
  }, ZOOMS);
  say({
    zoomingMs: { median: frames[ZOOMS >> 1], p95: frames[Math.floor(0.95 * ZOOMS)], longest: frames.at(-1) },
  });

  const latencies = [];
  for (let i = 1; i <= WRITES; i++) {
    const wrote = Date.now();
    run.steps(1);
    latencies.push(Math.round((await drawnAfter(STEPS + i)) - wrote));
    await tab.waitForTimeout(100);
  }
  say({ followingMs: { median: medianOf(latencies), longest: Math.max(...latencies) } });

  const canvas = tab.locator('.chart canvas').first();
  await canvas.focus();
  for (const key of ['+', 'ArrowRight', 'Enter']) await tab.keyboard.press(key); // zooms, and chooses a step
  await tab.getByLabel('Filter of series, a regular expression').fill('.');
  const seen = async () => ({
    saved: await tab.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? '{}')),
    curves: await canvas.evaluate((element) => element.toDataURL()),
  });
  await tab.waitForFunction(() => {
    const { xRange, step, filter } = JSON.parse(sessionStorage.getItem('state') ?? '{}');
    return xRange !== undefined && step !== undefined && filter === '.';
  });
  const before = await seen();
  const times = [];
  let isSame = true;
  for (let i = 0; i < RELOADS; i++) {
    await tab.reload({ waitUntil: 'commit' });
    const drawn = await tab.evaluate(async (rows) => {
      while (!(globalThis.rowsDrawn?.rows >= rows)) await new Promise((resolve) => setTimeout(resolve, 2));
      return rowsDrawn.at - performance.timeOrigin;
    }, STEPS + WRITES);
    times.push(Math.round(drawn));
    await canvas.focus();
    await tab.keyboard.press('Escape'); // no pointer, no crosshair
    isSame &&= isDeepStrictEqual(await seen(), before);
  }
  say({
    load: loadavg().map((load) => Math.round(load * 10) / 10),
    reloadingMs: { median: medianOf(times), longest: Math.max(...times) },
    sameZoomFilterAndStep: isSame,
  });
} finally {
  await browser.close();
  served?.close();
  rmSync(runs, { recursive: true, force: true });
}
process.exit(0); // a request of the page may still wait for messages
