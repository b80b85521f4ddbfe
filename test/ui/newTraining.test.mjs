// "New Training…" of the installed extension, from a folder of images to the first pictures of a running training.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import sharp from 'sharp';
import { eventually } from './eventually.mjs';
import { runNamed } from './smallTraining.mjs';
import { tidyWindow } from './theWindow.mjs';

const ROWS = join(import.meta.dirname, '../fixtures/deepliif/e_training');
const TILE_PX = 64;
const PICTURES_MS = 240_000;

describe('a newcomer with a folder of images', () => {
  let window;
  let page;
  before(async () => {
    window = await tidyWindow();
    const train = join(window.sandbox.workspace, 'stitched/train');
    mkdirSync(train, { recursive: true });
    for (const name of ['Bladder1', 'Lung1'])
      await sharp(join(ROWS, `${name}.webp`))
        .resize(6 * TILE_PX, TILE_PX)
        .toFile(join(train, `${name}.png`));
    page = window.panel();
  });

  it('sees what the folder was taken for, its balance, problems and pictures', async () => {
    await window.showExplorer();
    await window.contextMenu(await window.explorerRow('stitched'), 'New Training…');
    await page.getByText('Each sample is one image of 6 square tiles side by side').waitFor();
    assert.match(await page.locator('table.counts').innerText(), /train\s+2\s+64 × 64 px/);
    await page.getByText('There is no folder "val"').waitFor();
    assert.equal(await page.locator('figure.strip img').count(), 2);
    await window.screenshot('training data');
  });

  it('chooses a preset with its cost here, and a training with comments in its configuration starts', async () => {
    await page.getByRole('button', { name: 'Create Training…' }).click();
    const row = window.quick.locator('.monaco-list-row', { hasText: 'Quick look' });
    await row.waitFor({ timeout: PICTURES_MS });
    assert.match(await row.innerText(), /s per step \((measured|computed.*)\).* of memory.* on disk/s);
    await window.screenshot('training presets');
    await window.pick('Quick look');
    await page.getByRole('heading', { name: /-quick-look$/ }).waitFor({ timeout: PICTURES_MS });
    const config = readFileSync(join(window.sandbox.workspace, 'quick-look.deepliif-train.json'), 'utf8');
    assert.match(config, /\/\/ Quick look: .*\n {2}"preset": "quick-look"/);
    assert.match(config, /"data": "stitched"/);
  });

  it('sees the first pictures after the first step', async () => {
    const run = runNamed(window.sandbox.workspace, 'quick-look');
    await eventually(() => assert.equal(run.those('samples')[0].step, 1), PICTURES_MS);
    await page.getByRole('tab', { name: 'Samples' }).click();
    await page.getByText('DAPI').first().waitFor();
    await window.screenshot('training first pictures');
    await page.getByRole('button', { name: 'Stop after this step', exact: true }).click();
    await eventually(() => assert.equal(run.events().at(-1).type, 'ended'), PICTURES_MS);
    await window.openFile('quick-look.deepliif-train.json');
    await window.page.locator('.codelens-decoration a', { hasText: 'Start Training' }).waitFor();
    await window.screenshot('training configuration');
  });
});
