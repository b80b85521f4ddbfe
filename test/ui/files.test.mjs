// Files as users have them: a TIFF that VS Code itself cannot show, a damaged one, several images at a time, and pictures
// of results, which are no images to analyse.

import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { eventually } from './eventually.mjs';
import { changed, resultPanel } from './resultPanel.mjs';
import { theWindow } from './theWindow.mjs';

describe('a user with files of all sorts', () => {
  let window;
  before(async () => {
    window = await theWindow();
    await window.closeEditors();
    await window.showExplorer();
  });

  /** Picture of the image editor that is open. */
  const shown = async (name) => {
    const panel = resultPanel(window);
    await panel.heading(name).waitFor();
    return panel.picture();
  };
  const beaker = () => window.page.locator('.editor-actions').getByLabel('Analyse Image');

  it('opens a TIFF by a double click, and sees the very picture that the PNG is', async () => {
    await window.openFile('tile.png');
    await window.command('View: Reopen Editor With...');
    await window.pick('DeepLIIF Viewer');
    const png = await shown('tile.png');
    await window.closeEditors();
    await (await window.explorerRow('slide.tif')).dblclick();
    await eventually(async () => assert.ok(changed(png, await shown('slide.tif')) < 0.001));
    await window.screenshot('TIFF');
  });

  it('analyses the TIFF that is open', async () => {
    await window.command('DeepLIIF: Analyse Image');
    assert.match(await window.readNotification(/slide: \d+ cells/), /59 cells, 6 positive/);
    await window.closeEditors();
  });

  it('opens a damaged TIFF, and reads why it is not shown', async () => {
    const damaged = join(window.sandbox.workspace, 'damaged.tif');
    writeFileSync(damaged, 'II*\0 and no more');
    await (await window.explorerRow('damaged.tif')).dblclick();
    await window
      .panel()
      .getByRole('alert')
      .getByText(/damaged\.tif.*its header is damaged or cut off.*again/)
      .waitFor();
    assert.equal(await window.panel().getByRole('button').count(), 0, 'There is nothing to be done with it.');
    await window.screenshot('damaged TIFF');
    await window.closeEditors();
    rmSync(damaged);
  });

  it('is not offered to analyse a picture of a result, and hears which image is meant', async () => {
    await window.openFile('slide.tif');
    await beaker().waitFor();
    await window.closeEditors();
    await window.openFile('dapi.png');
    await beaker().waitFor({ state: 'detached' });
    await window.command('DeepLIIF: Analyse Image');
    const said = await window.readNotification(/is a picture of a result/);
    assert.match(said, /^Not analysed: dapi\.png .* Analyse its image (slide\.tif|tile\.png) instead\?$/);
    await window.closeEditors();
  });

  it('selects several images, analyses them from their menu, and sees one table', async () => {
    await (await window.explorerRow('a.png')).click();
    await (await window.explorerRow('b.png')).click({ modifiers: ['ControlOrMeta'] });
    await window.contextMenu(await window.explorerRow('b.png'), 'Analyse Image');
    assert.match(await window.readNotification(/images analysed/), /^2 of 2 images analysed\./);
    await window.page.locator('.tab.active', { hasText: 'Batch ' }).waitFor();
    const table = window.resultFiles().find((file) => /^batch-.*\.csv$/.test(file));
    const rows = readFileSync(join(window.results, table), 'utf8').trim().split(/\r?\n/);
    assert.equal(rows.length, 3, rows.join('\n'));
    await window.screenshot('several images');
    await window.closeEditors();
  });
});
