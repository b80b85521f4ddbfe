// "Image Style…" of the installed extension: from a folder in the explorer to its picture, and from a point to the image.

import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { tidyWindow } from './theWindow.mjs';

const READ_MS = 120_000;

describe('a researcher with a folder of images', () => {
  let window;
  let page;
  before(async () => {
    window = await tidyWindow();
    page = window.panel();
    // Menus have the entries of an extension once it is there.
    await window.page.locator('.statusbar-item', { hasText: 'DeepLIIF' }).waitFor({ timeout: READ_MS });
  });

  it('sees which of them look alike, and what could not be read', async () => {
    await window.showExplorer();
    await window.contextMenu(await window.explorerRow('many'), 'Image Style…');
    await page.locator('.style-chart canvas').waitFor({ timeout: READ_MS });
    assert.equal(await page.locator('.style-count b').innerText(), '10 images');
    await page.getByText('1 image could not be read').waitFor();
    await window.screenshot('image style');
  });

  it('changes the method, selects a group and opens an image', async () => {
    await page.getByLabel('Method').selectOption('tsne');
    await page.getByText('Only neighbours have a meaning here').waitFor({ timeout: READ_MS });
    await page.getByRole('button', { name: 'many (10)' }).click();
    await page.getByText('10 of 10 images selected').waitFor();
    await page.getByRole('button', { name: 'image3.png' }).click();
    await window.page.getByRole('tab', { name: /image3\.png/ }).waitFor();
  });
});
