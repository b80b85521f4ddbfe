// Pictures of the dashboards for README and docs, from a real run and a real sweep that have ended:
// `node test/ui/dashboardPictures.mjs docs/pictures --run FOLDER` and `… --sweep FOLDER`.

import assert from 'node:assert/strict';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { styleOf } from './pageThemes.mjs';
import { serveDashboard } from './dashboardPage.mjs';
import { drawn, eventually } from './eventually.mjs';
import { launchBrowser } from './launchBrowser.mjs';
import { serveSweep } from './sweepPage.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { run: { type: 'string' }, sweep: { type: 'string' } },
});
const [into] = positionals;
if (!into || !(values.run ?? values.sweep))
  throw new Error('node test/ui/dashboardPictures.mjs INTO --run FOLDER, or --sweep FOLDER.');
if (values.run) await picturesOfRun(resolve(values.run));
if (values.sweep) await picturesOfSweep(resolve(values.sweep));
process.exit(0); // a request of the page may still wait for messages

/** Resolves when the page looks the same twice. */
function atRest(tab) {
  return eventually(async () => {
    const before = await tab.screenshot();
    await drawn(tab.locator('body'));
    assert.ok(before.equals(await tab.screenshot()), 'The page keeps changing.');
  });
}

/** Serves a page, opens it in a dark theme, and closes all when `work` is done. */
async function withPage(serve, viewport, work) {
  const browser = await launchBrowser();
  let served;
  try {
    served = await serve({ style: styleOf('vscode-dark') });
    const tab = await browser.newPage({ viewport });
    const shoot = async (name) => {
      await atRest(tab);
      await sharp(await tab.screenshot())
        .webp({ quality: 88 })
        .toFile(join(into, name));
    };
    await work(tab, served, shoot);
  } finally {
    await browser.close();
    served?.close();
  }
}

function picturesOfRun(folder) {
  return withPage(
    (look) => serveDashboard(dirname(folder), look),
    { width: 1280, height: 800 },
    async (tab, served, shoot) => {
      await served.select([folder]);
      await tab.goto(served.url);
      await tab.locator('.card').first().waitFor();
      await tab.getByLabel('Behind the smoothed curve').selectOption('deviation');
      await tab
        .locator('.chart canvas')
        .first()
        .hover({ position: { x: 180, y: 90 } });
      await shoot('training.webp');
      await tab.getByRole('tab', { name: 'Samples' }).click();
      const slider = tab.getByLabel('Step of all pictures');
      await slider.fill(await slider.getAttribute('max'));
      await tab.getByRole('button', { name: 'FP / FN' }).click();
      await tab.locator('.counts').first().waitFor();
      await shoot('samples.webp');
    },
  );
}

function picturesOfSweep(folder) {
  return withPage(
    (look) => serveSweep(folder, look),
    { width: 1400, height: 1300 },
    async (tab, served, shoot) => {
      await tab.goto(served.url);
      await tab.locator('canvas').first().waitFor();
      await tab.getByText('matters most').waitFor();
      await shoot('sweep.webp');
    },
  );
}
