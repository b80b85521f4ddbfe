// Files as users have them: a TIFF that VS Code itself cannot show, and several images at a time.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
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

  /** Stage of the image editor with a file of the workspace. */
  const inViewer = async (name) => {
    await window.openFile(name);
    await window.command('View: Reopen Editor With...');
    await window.pick('DeepLIIF Viewer');
    const panel = resultPanel(window);
    await panel.heading(name).waitFor();
    return panel.picture();
  };

  it('opens a TIFF in the viewer, and sees the very picture that the PNG is', async () => {
    const png = await inViewer('tile.png');
    await window.closeEditors();
    await eventually(async () => {
      const tiff = await inViewer('slide.tif');
      assert.ok(changed(png, tiff) < 0.001);
    });
    await window.screenshot('TIFF');
  });

  it('analyses the TIFF that is open', async () => {
    await window.command('DeepLIIF: Analyse Image');
    assert.match(await window.readNotification(/slide: \d+ cells/), /59 cells, 6 positive/);
    await window.closeEditors();
  });

  it('selects several images, analyses them from their menu, and sees one table', async () => {
    await window.explorerRow('a.png').click();
    await window.explorerRow('b.png').click({ modifiers: ['ControlOrMeta'] });
    await window.contextMenu(window.explorerRow('b.png'), 'Analyse Image');
    assert.match(await window.readNotification(/images analysed/), /^2 of 2 images analysed\./);
    await window.page.locator('.tab.active', { hasText: 'Batch ' }).waitFor();
    const table = window.resultFiles().find((file) => /^batch-.*\.csv$/.test(file));
    const rows = readFileSync(join(window.results, table), 'utf8').trim().split(/\r?\n/);
    assert.equal(rows.length, 3, rows.join('\n'));
    await window.screenshot('several images');
    await window.closeEditors();
  });
});
