// Pictures of the training dashboard for the README, from a real run that has ended:
// `node test/ui/dashboardPictures.mjs docs/pictures --run FOLDER`.

import assert from 'node:assert/strict';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { styleOf } from './pageThemes.mjs';
import { serveDashboard } from './dashboardPage.mjs';
import { drawn, eventually } from './eventually.mjs';
import { launchBrowser } from './launchBrowser.mjs';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { run: { type: 'string' } } });
if (!positionals[0] || !values.run)
  throw new Error('node test/ui/dashboardPictures.mjs INTO --run FOLDER: both are needed.');
await makePictures(positionals[0], resolve(values.run));
process.exit(0); // a request of the page may still wait for messages

/** Resolves when the page looks the same twice. */
function atRest(tab) {
  return eventually(async () => {
    const before = await tab.screenshot();
    await drawn(tab.locator('body'));
    assert.ok(before.equals(await tab.screenshot()), 'The page keeps changing.');
  });
}

async function makePictures(into, folder) {
  const browser = await launchBrowser();
  let served;
  try {
    served = await serveDashboard(dirname(folder), { style: styleOf('vscode-dark') });
    const tab = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const shoot = async (name) =>
      sharp(await tab.screenshot())
        .webp({ quality: 88 })
        .toFile(join(into, name));
    await served.select([folder]);
    await tab.goto(served.url);
    await tab.locator('.card').first().waitFor();
    await tab.getByLabel('Behind the smoothed curve').selectOption('deviation');
    await tab
      .locator('.chart canvas')
      .first()
      .hover({ position: { x: 180, y: 90 } });
    await atRest(tab);
    await shoot('training.webp');
    await tab.getByRole('tab', { name: 'Samples' }).click();
    const slider = tab.getByLabel('Step of all pictures');
    await slider.fill(await slider.getAttribute('max'));
    await tab.getByRole('button', { name: 'FP / FN' }).click();
    await tab.locator('.counts').first().waitFor();
    await atRest(tab);
    await shoot('samples.webp');
  } finally {
    await browser.close();
    served?.close();
  }
}
