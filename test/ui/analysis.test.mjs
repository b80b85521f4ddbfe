// The main path of a user: open an image, analyse it from the palette, inspect the result.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { eventually } from './eventually.mjs';
import { changed, LAYERS, resultPanel } from './resultPanel.mjs';
import { theWindow } from './theWindow.mjs';

describe('a user who opened an IHC image', () => {
  let window;
  before(async () => {
    window = await theWindow();
  });

  it('analyses it from the palette, and sees how far it is', async () => {
    await window.openFile('tile.png');
    await window.command('DeepLIIF: Analyse Image');
    await window
      .notification(/tile: /)
      .first()
      .waitFor({ timeout: 90_000 });
    await window.screenshot('analysing');
    await resultPanel(window).heading('tile').waitFor({ timeout: 120_000 });
    await window.statusBar('DeepLIIF: demo').waitFor();
    await window
      .notification(/tile: \d+ cells/)
      .getByRole('button', { name: "Import DeepLIIF's Original Weights…" })
      .waitFor();
    await window.screenshot('a demo model says what it is');
    assert.match(
      await window.readNotification(/tile: \d+ cells/),
      /^tile: 59 cells, 6 positive \(10.2 %\) · demo model: not for results$/,
    );
    assert.ok(existsSync(join(window.results, 'tile/result.json')));
  });

  it('sees the image, its four modalities, the segmentation, the mask, the overlay and the outlines listed', async () => {
    assert.deepEqual(await resultPanel(window).layerTitles(), ['Cell outlines', ...[...LAYERS].reverse()]);
    await resultPanel(window).picture();
    await window.screenshot('result');
  });

  it('switches each of them on, and sees another picture each time', async () => {
    const panel = resultPanel(window);
    await panel.showOnly();
    const seen = new Map([['nothing', await panel.picture()]]);
    for (const title of ['Cell outlines', ...LAYERS]) {
      await panel.showOnly(title);
      // The stage is empty until the file has arrived.
      const picture = await eventually(async () => {
        const now = await panel.picture();
        for (const [other, before] of seen) {
          const share = changed(before, now);
          assert.ok(share > 0.01, `${title} looks like ${other}: ${(100 * share).toFixed(2)} % differ.`);
        }
        return now;
      });
      seen.set(title, picture);
      await window.screenshot(`layer ${title}`);
    }
    await panel.showOnly('IHC', 'Cell outlines');
  });
});
