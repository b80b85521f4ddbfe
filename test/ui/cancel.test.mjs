// Cancelled analyses leave nothing behind.

import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { theWindow } from './theWindow.mjs';

describe('a user who cancels the analysis of a large image', () => {
  let window;
  before(async () => {
    window = await theWindow();
    await window.closeNotifications();
  });

  it('is told so, keeps no half result, and can go on', async () => {
    const before = window.resultFiles();
    await window.openFile('mosaic.jpg');
    await window.command('DeepLIIF: Analyse Image');
    const progress = window.notification(/mosaic: tiles [1-9]\d* of \d+, .* left/).first();
    await progress.waitFor({ timeout: 120_000 });
    await window.screenshot('cancelling');
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await window.statusBar('Cancelled. Nothing was left behind.').waitFor({ timeout: 120_000 });
    await window.engineIsReady();
    assert.deepEqual(window.resultFiles(), before);
  });
});
