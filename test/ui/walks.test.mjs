// A newcomer's first hour, with the keyboard alone: from the first key to a result that may be believed, to the table of a
// folder, and to a trained model in use.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import sharp from 'sharp';
import { eventually } from './eventually.mjs';
import { keyboard } from './keyboard.mjs';
import { runNamed } from './smallTraining.mjs';
import { openWindow } from './installedExtension.mjs';
import { fillWorkspace } from './theWindow.mjs';

const ROWS = join(import.meta.dirname, '../fixtures/deepliif/e_training');
const TRAINING_MS = 240_000;

describe('a newcomer without a mouse', () => {
  let window;
  let keys;
  const header = () => window.panel().locator('.pane-header').first();

  // A window of its own: a newcomer's workspace has no results, and the setting by which the other suites are not asked
  // for the magnification is not there.
  before(async () => {
    window = await openWindow(fillWorkspace, { 'deepliif.tilePx': 0 });
    keys = keyboard(window);
  });

  afterEach(async function () {
    if (this.currentTest.state === 'failed') await window.screenshot('failure of a walk');
  });

  after(() => window?.close());

  it('opens a TIFF and analyses it, is asked for the magnification, and sees by what the score was made', async () => {
    await keys.openFile('slide.tif');
    await window.panel().getByText('Not analysed yet').waitFor();
    await keys.command('DeepLIIF: Analyse Image');
    await window.quick.getByText(/^Magnification of the images in/).waitFor();
    await window.screenshot('walk magnification');
    await keys.answer('40x');
    await header().getByText('10.2 % positive').waitFor({ timeout: 120_000 });
    const said = await header().innerText();
    for (const part of ['6 of 59 cells, 95 % CI', 'demo model: not for results', '40x · 512 px tiles'])
      assert.ok(said.includes(part), said);
    await window.screenshot('walk score');
  });

  it('exports the report, which opens as a page and says the same', async () => {
    await keys.command('DeepLIIF: Export Result…');
    await keys.answer('slide');
    await keys.answer('Report as HTML');
    await keys.acceptFile('html');
    const report = window.panel();
    await report.getByRole('heading', { name: 'How it was made' }).waitFor();
    const text = await report.locator('body').innerText();
    for (const part of [
      /Demo model: not for results/,
      /40x: tiles of 512 px, by the folder's 0\.25 µm/,
      /10\.2/,
    ])
      assert.match(text, part);
    await window.screenshot('walk report');
    await window.closeEditors();
  });

  it('analyses a folder with a broken image, opens a row of the table, and exports it as CSV', async () => {
    await keys.explore('many');
    await keys.contextMenu('Analyse Image');
    await window.panel().getByText('10 analysed · 1 failed').waitFor({ timeout: 120_000 });
    await keys.command('View: Focus Active Editor Group');
    await keys.use(window.panel().getByRole('button', { name: 'Export CSV…' }));
    const path = await keys.acceptFile('csv');
    await eventually(() => assert.match(readFileSync(path, 'utf8'), /broken\.png,.*not an image/));
    await keys.command('View: Focus Active Editor Group');
    await keys.use(window.panel().getByRole('grid'), 'ArrowDown');
    await keys.press('ArrowDown'); // the first row is the broken image
    await keys.press('Enter');
    await window.page.locator('.tab.active', { hasText: /^image\d/ }).waitFor();
    await window.screenshot('walk row of a batch');
    await window.closeNotifications();
    await window.closeEditors();
  });

  it('trains on two stitched images, and uses the model on an image', async () => {
    const { workspace } = window.sandbox;
    const train = join(workspace, 'two/train');
    mkdirSync(train, { recursive: true });
    for (const name of ['Bladder1', 'Lung1'])
      await sharp(join(ROWS, `${name}.webp`))
        .resize(6 * 64, 64)
        .toFile(join(train, `${name}.png`));
    await keys.explore('two');
    await keys.contextMenu('New Training…');
    const page = window.panel();
    await page.getByText('Each sample is one image of 6 square tiles side by side').waitFor();
    await keys.command('View: Focus Active Editor Group');
    await keys.use(page.getByRole('button', { name: 'Create Training…' }));
    await keys.answer('Quick look', TRAINING_MS);
    await page.getByRole('heading', { name: /-quick-look/ }).waitFor({ timeout: TRAINING_MS });
    const [name] = /quick-look.*$/.exec(await page.locator('.run-header h2').innerText());
    const run = runNamed(workspace, name);
    await eventually(() => assert.ok(run.those('checkpoint').length > 0), TRAINING_MS);
    await window.screenshot('walk training');
    await keys.command('DeepLIIF: Stop Training');
    await eventually(() => assert.equal(run.events().at(-1).type, 'ended'), TRAINING_MS);

    await keys.command('DeepLIIF: Use Checkpoint as Model…');
    await keys.answer('Step');
    await window.readNotification(/now analyses your images/);
    await keys.openFile('tile.png');
    await keys.command('DeepLIIF: Analyse Image');
    await header()
      .getByText(/quick-look, step/)
      .waitFor({ timeout: 120_000 });
    const said = await header().innerText();
    assert.ok(!said.includes('demo model'), said);
    await window.screenshot('walk own model');
  });
});
