// The page of image styles in a browser: methods change without reading again, a rectangle lists images, a click opens one; it is
// legible in VS Code's themes and in a narrow panel.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { writeNoise } from '../../out/test/unit/imageSets/noiseImages.js';
import { eventually } from './eventually.mjs';
import { faultsOfContrast } from './faultsOfContrast.mjs';
import { faultsOfLayout } from './faultsOfLayout.mjs';
import { launchBrowser } from './launchBrowser.mjs';
import { styleOf } from './pageThemes.mjs';
import { serveStyle } from './stylePage.mjs';

describe('the page of image styles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deepliif-styles-'));
  let browser;
  let served;
  let tab;

  before(async () => {
    await writeNoise(join(folder, 'brown'), 'cd8', [150, 110, 60], 12);
    await writeNoise(join(folder, 'blue'), 'ki67', [90, 90, 160], 8);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const open = async (theme, viewport) => {
    served = await serveStyle([folder], { style: styleOf(theme), bodyClass: theme });
    tab = await browser.newPage({ viewport });
    await tab.goto(served.url);
    await tab.locator('.style-chart canvas').waitFor();
  };
  const close = async () => {
    await tab?.close();
    served?.close();
  };
  const said = (type) => served.heard.filter((message) => message.type === type);
  const count = () => tab.locator('.style-count b').innerText();

  describe('of two data sets', () => {
    before(() => open('vscode-dark', { width: 1200, height: 800 }));
    after(close);

    it('names the groups and what weighs most on the axes', async () => {
      assert.match(await tab.locator('.legend').innerText(), /blue \(8\)\s+brown \(12\)/);
      await tab.getByText(/^To the right, (more|less): /).waitFor();
    });

    it('changes method and colours without reading the images again', async () => {
      await tab.getByLabel('Method').selectOption('umap');
      await tab.getByText('Only neighbours have a meaning here').waitFor();
      await tab.getByLabel('Colour by').selectOption('marker');
      await eventually(async () =>
        assert.match(await tab.locator('.legend').innerText(), /CD8 \(12\)\s+Ki67 \(8\)/),
      );
      await tab.getByLabel('Method').selectOption('pca');
      await tab.getByText(/^To the right/).waitFor();
      assert.deepEqual(
        said('project').map(({ method }) => method),
        ['pca', 'umap'],
      );
      assert.equal(said('again').length, 0);
    });

    it('lists the images of a rectangle, and opens one by a click', async () => {
      const { x, y, width, height } = await tab.locator('.style-chart').boundingBox();
      await tab.mouse.move(x + 60, y + 40);
      await tab.mouse.down();
      await tab.mouse.move(x + width / 2, y + height - 60, { steps: 5 });
      await tab.mouse.up();
      await eventually(async () => assert.match(await count(), /^(8|12) of 20 images selected$/));
      await tab.locator('.image-list button').first().click();
      await tab.getByRole('button', { name: 'Save CSV…' }).click();
      await tab.getByRole('button', { name: 'Save Picture…' }).click();
      await eventually(() => {
        assert.equal(said('open').length, 1);
        assert.match(String(said('saveTable')[0].images.length), /^(8|12)$/);
        assert.deepEqual(said('savePicture')[0].bytes.slice(0, 4), [0x89, 0x50, 0x4e, 0x47]);
      });
      await tab.getByRole('button', { name: 'Clear' }).click();
      await eventually(async () => assert.equal(await count(), '20 images'));
    });

    it('selects a group by its name', async () => {
      await tab.getByRole('button', { name: 'Ki67 (8)' }).press('Enter');
      await eventually(async () => assert.equal(await count(), '8 of 20 images selected'));
    });
  });

  for (const [theme, width] of [
    ['vscode-dark', 1200],
    ['vscode-light', 400],
    ['vscode-high-contrast', 1200],
  ])
    it(`is legible in ${theme}, ${width} px wide`, async () => {
      await open(theme, { width, height: 800 });
      try {
        await tab.getByText(/^To the right/).waitFor();
        await eventually(async () => {
          assert.deepEqual(await tab.locator('body').evaluate(faultsOfContrast), []);
          assert.deepEqual(await tab.locator('body').evaluate(faultsOfLayout), []);
        }, 10_000);
        const { screenshots } = JSON.parse(process.env.DEEPLIIF_UI ?? '{}');
        if (screenshots) await tab.screenshot({ path: join(screenshots, `style ${theme} ${width}.png`) });
      } finally {
        await close();
      }
    });
});
