// The README's pictures of the training dashboard: `npm run test:ui -- --pictures docs/pictures` makes them with the others,
// of made-up runs; `node test/ui/dashboardPictures.mjs docs/pictures --run FOLDER` makes them of a real run.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { styleOf } from './dashboardThemes.mjs';
import { serveDashboard } from './dashboardPage.mjs';
import { createRun } from './generatedRun.mjs';

/** `folder`: of a real run, with the others beside it in the list; without it runs are made up. */
export async function makePictures(into, folder) {
  const scratch = mkdtempSync(join(tmpdir(), 'deepliif-pictures-'));
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  let served;
  try {
    const runs = folder ? dirname(folder) : scratch;
    const ticked = folder ? [folder] : await madeUpRuns(scratch);
    served = await serveDashboard(runs, { style: styleOf('vscode-dark') });
    const tab = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const shoot = async (name) =>
      sharp(await tab.screenshot())
        .webp({ quality: 88 })
        .toFile(join(into, name));
    await served.tick(ticked);
    await tab.goto(served.url);
    await tab.locator('.card').first().waitFor();
    await tab.getByLabel('Behind the smoothed curve').selectOption('deviation');
    await tab
      .locator('.chart canvas')
      .first()
      .hover({ position: { x: 180, y: 90 } });
    await tab.waitForTimeout(1500);
    await shoot('training.webp');
    await served.tick(ticked.slice(0, 1));
    await tab.getByRole('tab', { name: 'Samples' }).click();
    const slider = tab.getByLabel('Step of all pictures');
    await slider.fill(folder ? await slider.getAttribute('max') : '3');
    await tab.getByRole('button', { name: 'FP / FN' }).click();
    await tab.locator('.counts').first().waitFor();
    await tab.waitForTimeout(1500);
    await shoot('samples.webp');
  } finally {
    await browser.close();
    served?.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function madeUpRuns(runs) {
  const live = createRun(join(runs, '2026-11-28-080000-reference'), { live: true });
  const done = createRun(join(runs, '2026-11-27-213000-wgangp'), {
    seed: 7,
    quality: 1.6,
    config: { ganMode: 'wgangp' },
  });
  for (const [run, steps] of [
    [live, 6000],
    [done, 10_000],
  ]) {
    run.started();
    for (let i = 0; i < 5; i++) {
      await run.samples();
      run.steps(steps / 5);
    }
  }
  done.ended();
  return [live.folder, done.folder];
}

if (process.argv[1] === import.meta.filename) {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { run: { type: 'string' } } });
  await makePictures(positionals[0] ?? 'docs/pictures', values.run && resolve(values.run));
  process.exit(0); // a request of the page may still wait for messages
}
