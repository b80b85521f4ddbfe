// A folder of images, one of them broken: the panel of the batch, with the keyboard, as CSV, after a reload, and again.

import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { eventually } from './eventually.mjs';
import { theWindow } from './theWindow.mjs';

describe('a user who analyses a folder of ten images and a broken one', () => {
  let window;
  const page = () => window.panel();
  const row = (name) => page().locator('.table-row', { hasText: name });

  before(async () => {
    window = await theWindow();
    await window.closeEditors();
    // The engine answers: the window is at work, and its menus are.
    await window.openContainer();
    await window.view('Models').getByText('DeepLIIF Open').waitFor();
    await window.showExplorer();
    await window.contextMenu(await window.explorerRow('many'), 'Analyse Image');
  });

  it('sees the images come in, and can cancel', async () => {
    await page().locator('.running').waitFor({ timeout: 90_000 });
    await page().getByRole('button', { name: 'Cancel' }).waitFor();
    await row('image0').locator('img').waitFor({ timeout: 90_000 });
    await window.screenshot('batch runs');
    const said = await window.readNotification(/images analysed/);
    assert.match(said, /^10 of 11 images analysed, 1 failed\./);
  });

  it('sees a row for each, the reason of the failure, and the totals', async () => {
    assert.match(await row('broken').innerText(), /not an image/);
    assert.equal(await page().locator('.table-row.done').count(), 10);
    assert.match(await page().locator('.totals').innerText(), /All images together[\s\S]*\n10\t/);
    await window.screenshot('batch');
  });

  it('sorts by a heading, and opens a result with the keyboard', async () => {
    await page().getByRole('button', { name: 'Positive %' }).click();
    await page().getByRole('grid').focus();
    await window.page.keyboard.press('ArrowDown');
    await window.pressUntil('Enter', window.page.locator('.tab.active', { hasText: /^image\d/ }));
    await window.command('View: Close Editor');
  });

  it('exports the table as CSV', async () => {
    await page().getByRole('button', { name: 'Export CSV…' }).click();
    const path = await window.saveAsProposed('csv');
    await eventually(() => {
      const lines = readFileSync(path, 'utf8').trim().split('\r\n');
      assert.equal(lines.length, 12);
      assert.match(lines[11], /broken\.png,.*not an image/);
    });
    await window.closeNotifications();
  });

  it('mends the broken image, and analyses it again after a reload', async () => {
    const { workspace } = window.sandbox;
    copyFileSync(join(workspace, 'a.png'), join(workspace, 'many', 'broken.png'));
    await window.reload();
    await page().getByRole('button', { name: 'Analyse Failed Again (1)' }).click({ timeout: 120_000 });
    await row('broken').locator('img').waitFor({ timeout: 90_000 });
    await page().getByText('11 analysed').waitFor();
    await window.colourTheme('Light Modern');
    await page().locator('body.vscode-light').waitFor();
    await window.screenshot('batch light');
    await window.colourTheme('Dark Modern');
  });

  it('opens a batch from the palette', async () => {
    await window.closeEditors();
    await window.command('DeepLIIF: Open Batch…');
    await window.pick('11 of 11 images analysed');
    await row('image9').waitFor();
    await window.closeEditors();
  });
});
