// The main path of a user: open an image, analyse it from the palette, look at the result.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { openWindow, ROOT } from './installedExtension.mjs';

describe('a user who opened an IHC image', () => {
  let window;
  before(async () => {
    window = await openWindow({ 'tile.png': join(ROOT, 'models/deepliif-tiny/test/input.png') });
  });
  after(() => window?.close());
  afterEach(async function () {
    if (this.currentTest.state === 'failed') await window.picture('failure');
  });

  it('analyses it from the palette, and sees how far it is', async () => {
    await window.openFile('tile.png');
    await window.command('DeepLIIF: Analyse Image');
    await window.notification(/tile: /).waitFor({ timeout: 60_000 });
    await window.picture('analysing');
    await window.panel().getByText('Hematoxylin').first().waitFor({ timeout: 60_000 });
    await window.statusBar('DeepLIIF: onnx').waitFor();
    assert.ok(existsSync(join(window.sandbox.workspace, 'deepliif-results/tile/result.json')));
    await window.picture('analysed');
  });
});
