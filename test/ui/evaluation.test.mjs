// "Evaluate Results…": the page alone in VS Code's themes, and the panel of the installed extension from the explorer to a
// saved report.

import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { postprocessImages } from '../../out/engine/analysis/postprocessImages.js';
import { serveEvaluation } from './evaluationPage.mjs';
import { eventually } from './eventually.mjs';
import { faultsOfContrast } from './faultsOfContrast.mjs';
import { faultsOfLayout } from './faultsOfLayout.mjs';
import { launchBrowser } from './launchBrowser.mjs';
import { styleOf } from './pageThemes.mjs';
import { tidyWindow } from './theWindow.mjs';

const FIXTURE = join(import.meta.dirname, '../fixtures/deepliif/f_postprocess/799_2');

/** Results, truths and other results in a folder. The truth is what the results show, the others miss small cells. */
async function createSets(folder) {
  const files = { image: join(FIXTURE, 'in_ihc.png'), seg: join(FIXTURE, 'in_seg.png') };
  const score = (out, more) =>
    postprocessImages(
      files,
      { resolution: '40x', ...more },
      'as-stored',
      { out: join(folder, out), name: 'in_ihc' },
      {},
    );
  await score('results', {});
  await score('others', { sizeThreshold: 400 });
  mkdirSync(join(folder, 'truth'));
  copyFileSync(join(folder, 'results/in_ihc/SegRefined.png'), join(folder, 'truth/in_ihc.png'));
  return ['results', 'truth', 'others'].map((name) => join(folder, name));
}

describe('the page of an evaluation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deepliif-evaluation-'));
  let folders;
  let browser;
  before(async () => {
    folders = await createSets(folder);
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [theme, width] of [
    ['vscode-dark', 1280],
    ['vscode-light', 1280],
    ['vscode-high-contrast', 420],
  ])
    it(`is legible in ${theme}, ${width} px wide, on every tab`, async () => {
      const served = await serveEvaluation(folders, { style: styleOf(theme), bodyClass: theme });
      const tab = await browser.newPage({ viewport: { width, height: 900 } });
      try {
        await tab.goto(served.url);
        for (const name of ['Summary', 'Images', 'Comparison', 'Definitions']) {
          await tab.getByRole('tab', { name }).click();
          if (name === 'Images') {
            await tab.locator('.table-row').first().click();
            await tab.locator('.pictures img').nth(2).waitFor();
          }
          await eventually(async () => {
            assert.deepEqual(await tab.locator('body').evaluate(faultsOfContrast), []);
            assert.deepEqual(await tab.locator('body').evaluate(faultsOfLayout), []);
          }, 10_000);
          const { screenshots } = JSON.parse(process.env.DEEPLIIF_UI ?? '{}');
          if (screenshots)
            await tab.screenshot({ path: join(screenshots, `evaluation ${name} ${theme} ${width}.png`) });
        }
      } finally {
        await tab.close();
        served.close();
      }
    });

  it('says in one sentence why nothing can be compared', async () => {
    const served = await serveEvaluation([folder, folders[1]], {});
    const tab = await browser.newPage();
    await tab.goto(served.url);
    await tab.getByRole('alert').filter({ hasText: 'have no image in common' }).waitFor();
    await tab.close();
    served.close();
  });
});

describe('a researcher with results and their truth', () => {
  let window;
  let page;
  before(async () => {
    window = await tidyWindow();
    mkdirSync(join(window.sandbox.workspace, 'evaluated'));
    await createSets(join(window.sandbox.workspace, 'evaluated'));
    page = window.panel();
  });

  it('evaluates a folder of the explorer, and sees means and pictures', async () => {
    const { workspace } = window.sandbox;
    await window.showExplorer();
    await (await window.explorerRow('evaluated')).click();
    await window.contextMenu(await window.explorerRow('others'), 'Evaluate Results…');
    await window.chooseFile(`${join(workspace, 'evaluated/truth')}/`, 'Choose Folder');
    await window.pick('Evaluate These Results');
    await page.getByRole('rowheader', { name: 'Dice, mean of both classes' }).waitFor({ timeout: 60_000 });
    await page.getByRole('tab', { name: 'Images (1)' }).click();
    await page.locator('.table-row').first().click();
    await page.getByRole('img', { name: 'log2 of predicted over true area' }).waitFor({ timeout: 60_000 });
    await window.screenshot('evaluation');
  });

  it('saves the report', async () => {
    await page.getByRole('button', { name: 'Save Report…' }).click();
    const report = await window.saveAsProposed('html');
    await eventually(() => assert.ok(existsSync(report)), 60_000);
    assert.match(readFileSync(report, 'utf8'), /Evaluation of others/);
    await window.screenshot('evaluation report');
  });
});
