// The README's pictures of the training dashboard, of made-up runs: `npm run test:ui -- --pictures docs/pictures` makes
// them with the others, `node test/ui/dashboardPictures.mjs docs/pictures` alone.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { serveDashboard } from './dashboardPage.mjs';
import { createRun } from './generatedRun.mjs';

/** Colours of VS Code's dark theme. */
const DARK = {
  'editor-background': '#1f1f1f',
  foreground: '#cccccc',
  'icon-foreground': '#cccccc',
  descriptionForeground: '#9d9d9d',
  'panel-border': '#2b2b2b',
  'sideBar-background': '#181818',
  'font-family': "'Segoe UI', Ubuntu, 'DejaVu Sans', sans-serif",
  'font-size': '13px',
  focusBorder: '#0078d4',
  'textLink-foreground': '#4daafc',
  'list-inactiveSelectionBackground': '#37373d',
  'list-hoverBackground': '#2a2d2e',
  'list-warningForeground': '#cca700',
  'input-background': '#313131',
  'input-border': '#3c3c3c',
  'dropdown-background': '#313131',
  'button-background': '#0078d4',
  'button-secondaryBackground': '#313131',
  'button-secondaryForeground': '#cccccc',
  'inputOption-activeBackground': '#2489db82',
  'inputOption-activeBorder': '#2488db',
  'editorHoverWidget-background': '#202020',
  'editorHoverWidget-border': '#454545',
  'charts-green': '#89d185',
};

export async function makePictures(into) {
  const runs = mkdtempSync(join(tmpdir(), 'deepliif-pictures-'));
  const style = `:root{${Object.entries(DARK)
    .map(([name, value]) => `--vscode-${name}:${value}`)
    .join(';')}}`;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  let served;
  try {
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
    served = await serveDashboard(runs, { style });
    const tab = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const shoot = async (name) =>
      sharp(await tab.screenshot())
        .webp({ quality: 88 })
        .toFile(join(into, name));
    await served.tick([live.folder, done.folder]);
    await tab.goto(served.url);
    await tab.locator('.card').nth(5).waitFor();
    await tab.getByLabel('Behind the smoothed curve').selectOption('deviation');
    await tab
      .locator('.chart canvas')
      .first()
      .hover({ position: { x: 180, y: 90 } });
    await tab.waitForTimeout(1500);
    await shoot('training.webp');
    await served.tick([live.folder]);
    await tab.getByRole('tab', { name: 'Samples' }).click();
    await tab.getByLabel('Step of all pictures').fill('3');
    await tab.getByRole('button', { name: 'FP / FN' }).click();
    await tab.locator('.counts').waitFor();
    await tab.waitForTimeout(1500);
    await shoot('samples.webp');
  } finally {
    await browser.close();
    served?.close();
    rmSync(runs, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) {
  await makePictures(process.argv[2] ?? 'docs/pictures');
  process.exit(0); // a request of the page may still wait for messages
}
