// The result panel's page in a browser: sliders that find cells again in the page's worker, table and image, edges that
// are dragged, and a reload that restores everything. A result of the shipped model is behind the page
// (resultPage.mjs); scores.test.mjs and others cover the panel in VS Code.
/* global sessionStorage -- of the page */

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { TOY } from '../integration/vscode/host.mjs';
import { eventually } from './eventually.mjs';
import { faultsOfContrast } from './faultsOfContrast.mjs';
import { faultsOfLayout } from './faultsOfLayout.mjs';
import { launchBrowser } from './launchBrowser.mjs';
import { styleOf, THEMES } from './pageThemes.mjs';
import { serveResult } from './resultPage.mjs';

const ROOT = join(import.meta.dirname, '../..');

describe('the page of a result', () => {
  const results = mkdtempSync(join(tmpdir(), 'deepliif-result-'));
  const folder = join(results, '22_2');
  let stored;
  let served;
  let browser;
  let tab;
  const faults = [];

  const shot = async (page, name) => {
    const { screenshots } = JSON.parse(process.env.DEEPLIIF_UI ?? '{}');
    if (screenshots) await page.screenshot({ path: join(screenshots, `${name}.png`) });
  };
  const openPage = async (page, url) => {
    await page.goto(url);
    await page.locator('.pane-title').waitFor();
    const cells = page.getByRole('button', { name: 'Cells', exact: true });
    if ((await cells.getAttribute('aria-pressed')) !== 'true') await cells.click();
    await page.locator('.table-row').first().waitFor();
  };

  before(async function () {
    this.timeout(120_000);
    const cli = join(ROOT, 'out/engine/cli.js');
    const image = join(ROOT, 'extension/sample/22_2.png');
    const args = ['infer', image, '--model', TOY, '--out', results];
    execFileSync(process.execPath, [cli, ...args], { cwd: ROOT, stdio: 'pipe' });
    stored = JSON.parse(readFileSync(join(folder, 'scoring.json'), 'utf8'));
    browser = await launchBrowser();
    served = await serveResult([folder], { style: styleOf('vscode-dark') });
    tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    tab.on('pageerror', (error) => faults.push(error.message));
    await openPage(tab, served.url);
  });
  after(async () => {
    await browser?.close();
    served?.close();
    rmSync(results, { recursive: true, force: true });
  });

  const score = async (id) => Number(await tab.locator(`[data-score="${id}"]`).innerText());
  const saved = () => tab.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? '{}'));
  const threshold = (title) => tab.getByRole('spinbutton', { name: `${title} threshold, number` });
  const grid = () => tab.getByRole('grid', { name: 'Cells' });

  it('shows the stored score', async () => {
    await tab.getByRole('tab', { name: 'Scores' }).click();
    assert.deepEqual([await score('total'), await score('positive')], [stored.num_total, stored.num_pos]);
  });

  it('scores at once where a threshold moves, and asks for saving it', async () => {
    await threshold('Smallest size').fill('200');
    await eventually(async () => assert.ok((await score('total')) < stored.num_total));
    await tab.getByText('Not saved.').waitFor();
    await tab.getByRole('button', { name: 'Save', exact: true }).click();
    await eventually(() =>
      assert.equal(served.heard.findLast(({ type }) => type === 'rescore')?.thresholds.sizeThreshold, 200),
    );
    await tab.getByRole('button', { name: 'Reset' }).click();
    await eventually(async () => assert.equal(await score('total'), stored.num_total));
  });

  it('finds the cells again for another segmentation threshold, and the stored ones when it is back', async () => {
    await threshold('Segmentation').fill('150');
    await tab.locator('.score-panel[aria-busy="true"]').waitFor();
    await tab.locator('.score-panel[aria-busy="false"]').waitFor();
    await eventually(async () => assert.notEqual(await score('total'), stored.num_total));
    await threshold('Segmentation').fill(String(stored.seg_thresh));
    await eventually(async () => assert.equal(await score('total'), stored.num_total));
  });

  it('draws the curve below the segmentation threshold once nothing moves', () =>
    tab.getByRole('img', { name: 'Percent positive over the Segmentation threshold' }).waitFor());

  it('moves through the table of cells with keys, and sets the class with F', async () => {
    await grid().focus();
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('ArrowDown');
    const row = tab.locator('.table-row[aria-selected="true"]');
    const number = Number(await row.locator('[role=gridcell]').first().innerText());
    await tab.keyboard.press('f');
    await tab.locator('[data-corrected="total"]').waitFor();
    assert.match(await row.innerText(), /✎/);
    const { corrections } = served.heard.findLast(({ type }) => type === 'correct');
    assert.equal(corrections.length, 1);
    await tab.keyboard.press('Control+z');
    await tab.locator('[data-corrected="total"]').waitFor({ state: 'detached' });
    await tab.keyboard.press('End');
    const last = Number(await row.locator('[role=gridcell]').first().innerText());
    assert.ok(last > number, `${last} after ${number}`);
  });

  it('shows the values of the cell that was chosen, until Escape', async () => {
    await tab.locator('.table-row').nth(3).click();
    const card = tab.getByRole('region', { name: 'Selected cell', exact: true });
    await card.waitFor();
    assert.match(await card.innerText(), /(Positive|Negative): most of its pixels/);
    assert.match(await card.locator('[data-value="area"]').innerText(), /^\d+ px$/);
    await shot(tab, 'selected cell');
    await tab.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
  });

  it('flips all cells of a rectangle at once, and takes that back in one step', async () => {
    const stage = await tab.locator('.stage').boundingBox();
    const corner = (share) => [stage.x + stage.width * share, stage.y + stage.height * share];
    await tab.keyboard.down('Shift');
    await tab.mouse.move(...corner(0.3));
    await tab.mouse.down();
    await tab.mouse.move(...corner(0.7), { steps: 3 });
    await shot(tab, 'selection rectangle');
    await tab.mouse.up();
    await tab.keyboard.up('Shift');
    const bar = tab.getByRole('region', { name: 'Selected cells', exact: true });
    const words = /(\d+) cells selected: (\d+) positive, (\d+) negative/;
    const [, all, positive, negative] = words.exec(await bar.innerText()).map(Number);
    assert.ok(all > 1 && positive + negative === all, `${all} cells`);
    await shot(tab, 'selected cells');
    await tab.keyboard.press('f');
    await eventually(async () => {
      const [, allNow, positiveNow, negativeNow] = words.exec(await bar.innerText()).map(Number);
      assert.deepEqual([allNow, positiveNow, negativeNow], [all, negative, positive]);
    });
    const { corrections } = served.heard.findLast(({ type }) => type === 'correct');
    assert.equal(corrections.length, all);
    // The focus is in the side bar.
    await tab.getByRole('tab', { name: 'Scores' }).focus();
    await tab.keyboard.press('Control+z');
    await tab.locator('[data-corrected="total"]').waitFor({ state: 'detached' });
    await tab.keyboard.press('Control+Shift+z');
    await tab.locator('[data-corrected="total"]').waitFor();
    await tab.keyboard.press('Control+z');
    await tab.keyboard.press('Escape');
    await bar.waitFor({ state: 'detached' });
  });

  it('excludes the cells of a range of the histogram, which count no more until they are restored', async () => {
    const bars = await tab.getByRole('img', { name: /Histogram of Area/ }).boundingBox();
    await tab.mouse.move(bars.x + bars.width * 0.25, bars.y + 5);
    await tab.mouse.down();
    await tab.mouse.move(bars.x + bars.width - 1, bars.y + 5, { steps: 3 });
    await tab.mouse.up();
    const count = async () =>
      Number(/(\d+) selected/.exec(await tab.locator('.row-count').innerText())?.[1] ?? 0);
    await eventually(async () => assert.ok((await count()) > 0));
    const excluded = await count();
    await shot(tab, 'selected range');
    await tab.keyboard.press('Delete');
    const total = async () => Number(await tab.locator('[data-corrected="total"]').innerText());
    await eventually(async () => assert.equal(await total(), stored.num_total - excluded));
    await tab.keyboard.press('r');
    await tab.locator('[data-corrected="total"]').waitFor({ state: 'detached' });
    await tab.keyboard.press('Escape');
  });

  it('selects rows with Shift and Ctrl', async () => {
    await grid().evaluate((element) => element.scrollTo(0, 0));
    const row = (n) => tab.locator(`.table-row[aria-rowindex="${n + 2}"]`);
    await row(2).click();
    await row(5).click({ modifiers: ['Shift'] });
    await row(3).click({ modifiers: ['ControlOrMeta'] });
    await eventually(async () =>
      assert.equal(await tab.locator('.table-row[aria-selected="true"]').count(), 3),
    );
    await tab.keyboard.press('Escape');
  });

  it('sorts by a heading, down at the second click', async () => {
    const areas = async () =>
      await tab
        .locator('.table-row')
        .evaluateAll((rows) =>
          rows
            .sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top))
            .map((row) => Number(row.children[2].textContent)),
        );
    const heading = tab.getByRole('columnheader', { name: 'Area' });
    await heading.getByRole('button').click();
    await heading.getByRole('button').click();
    assert.equal(await heading.getAttribute('aria-sort'), 'descending');
    await grid().evaluate((element) => element.scrollTo(0, 0));
    await eventually(async () => {
      const found = await areas();
      assert.deepEqual(
        found,
        [...found].sort((a, b) => b - a),
      );
    });
  });

  it('gives the parts the sizes that their edges are dragged to', async () => {
    for (const [name, part, dx, dy] of [
      ['Width of layers and scores', tab.getByRole('complementary'), -50, 0],
      ['Height of the table of cells', tab.locator('.dock'), 0, -40],
    ]) {
      const before = await part.boundingBox();
      const edge = await tab.getByRole('separator', { name }).boundingBox();
      const [x, y] = [edge.x + edge.width / 2, edge.y + edge.height / 2];
      await tab.mouse.move(x, y);
      await tab.mouse.down();
      await tab.mouse.move(x + dx, y + dy, { steps: 3 });
      await tab.mouse.up();
      const now = await part.boundingBox();
      assert.deepEqual(
        [now.width - before.width, now.height - before.height].map(Math.round),
        [0 - dx, 0 - dy],
        name,
      );
    }
  });

  it('keeps the score in sight: live, with the model and a mark while it is not saved', async () => {
    const header = tab.locator('.pane-title');
    const said = async () => (await header.innerText()).replace(/\s+/g, ' ');
    assert.match(await said(), new RegExp(`${stored.percent_pos.toFixed(1)} % positive`));
    assert.match(
      await said(),
      new RegExp(`${stored.num_pos} of ${stored.num_total} cells, 95 % CI [\\d.]+–[\\d.]+`),
    );
    assert.match(await said(), /demo model: not for results/);
    assert.doesNotMatch(await said(), /not saved/);
    await threshold('Smallest size').fill('200');
    await eventually(async () => assert.match(await said(), / of (?!59)\d+ cells.*not saved/));
    await tab.getByRole('button', { name: 'Reset', exact: true }).click();
    await eventually(async () => assert.doesNotMatch(await said(), /not saved/));
  });

  it('draws slider and curve of a threshold on one axis, at one height', async () => {
    const fields = tab.locator('.threshold', { hasText: 'Smallest size' });
    const heights = async () => (await fields.boundingBox()).height;
    const before = await heights();
    await threshold('Smallest size').fill('400');
    const [line, thumb] = await fields.evaluate((element) => {
      const slider = element.querySelector('input[type=range]');
      const box = slider.getBoundingClientRect();
      const share = (slider.value - slider.min) / (slider.max - slider.min);
      // The middle of a thumb that is as wide as the slider is high.
      const middle = box.left + box.height / 2 + share * (box.width - box.height);
      return [element.querySelector('.curve line').getBoundingClientRect().left, middle];
    });
    assert.ok(Math.abs(line - thumb) <= 1, `The line is at ${line}, the thumb at ${thumb}.`);
    assert.equal(await heights(), before);
    await tab.getByRole('button', { name: 'Reset', exact: true }).click();
  });

  it('composes fluorescence, shows a layer alone with its key, and is back with the key again', async () => {
    await tab.getByRole('tab', { name: 'Layers' }).click();
    await tab.getByLabel('Preset of the layers').selectOption('mpIF composite');
    await tab.locator('.stage').click();
    const shown = async () => {
      const boxes = tab.locator('.layers vscode-checkbox[aria-checked="true"]');
      return (await boxes.allInnerTexts()).map((text) => text.trim());
    };
    assert.deepEqual(await shown(), ['Marker', 'LAP2β', 'DAPI']);
    await tab.keyboard.press('3');
    await tab.getByText('Only DAPI is shown.').waitFor();
    await tab.keyboard.press('3');
    await tab.getByText('Only DAPI is shown.').waitFor({ state: 'detached' });
    await shot(tab, 'composite');
    await tab.getByRole('slider', { name: 'Opacity of DAPI' }).fill('0.5');
    await eventually(async () => assert.equal((await saved()).looks.dapi.opacity, 0.5));
    await tab.locator('.stage').click();
    await tab.keyboard.press('0');
    await eventually(async () => assert.equal((await saved()).looks.dapi.opacity, 1));
    await tab.keyboard.press('Escape'); // closes the card of the cell that was clicked
    await tab.keyboard.press('Home');
  });

  it('reads out the optical density under the pointer', async () => {
    await tab.getByLabel('Preset of the layers').selectOption('Stains (optical density)');
    await tab.locator('.stage').hover({ position: { x: 400, y: 250 } });
    await eventually(async () =>
      assert.match(
        await tab.locator('.stage-status').innerText(),
        /Hematoxylin stain \(OD\) -?\d\.\d\d · DAB stain \(OD\) -?\d\.\d\d/,
      ),
    );
    await shot(tab, 'stains');
    await tab.getByLabel('Preset of the layers').selectOption('IHC + outlines');
    await tab.getByRole('tab', { name: 'Scores' }).click();
  });

  it('is as it was after a reload', async () => {
    const boxes = async () => [
      await tab.getByRole('complementary').boundingBox(),
      await tab.locator('.dock').boundingBox(),
    ];
    await eventually(async () => {
      const view = await saved();
      assert.deepEqual([view.tab, view.dock, view.panes], ['scores', true, [folder]]);
      assert.ok(view.sidebarPx > 0 && view.dockPx > 0);
    });
    const before = await boxes();
    await tab.reload();
    await tab.locator('.table-row').first().waitFor();
    assert.deepEqual(await boxes(), before);
    const heading = tab.getByRole('columnheader', { name: 'Area' });
    assert.equal(await heading.getAttribute('aria-sort'), 'descending');
    assert.equal(await tab.getByRole('tab', { name: 'Scores' }).getAttribute('aria-selected'), 'true');
  });

  it('shows its texts in the reader’s language where the page brings them', async () => {
    const german = await serveResult([folder], { texts: { Scores: 'Werte', '{0} of {1}': '{0} von {1}' } });
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    try {
      await openPage(page, german.url);
      await page.getByRole('tab', { name: 'Werte' }).waitFor();
      assert.match(await page.locator('.row-count').innerText(), /^\d+ von \d+$/);
    } finally {
      await page.close();
      german.close();
    }
  });

  const eachTab = async (theme, options) => {
    const look = await serveResult([folder], { style: styleOf(theme), bodyClass: theme });
    const page = await browser.newPage(options);
    try {
      await openPage(page, look.url);
      for (const name of ['Layers', 'Scores']) {
        await page.getByRole('tab', { name }).click();
        await page.locator('.table-row').first().waitFor();
        await shot(page, `result ${theme} ${options.viewport.width} ${name}`);
        assert.deepEqual(await page.locator('body').evaluate(faultsOfContrast), [], name);
        assert.deepEqual(await page.locator('body').evaluate(faultsOfLayout), [], name);
      }
    } finally {
      await page.close();
      look.close();
    }
  };
  for (const theme of Object.keys(THEMES))
    it(`is read in ${theme}`, () => eachTab(theme, { viewport: { width: 1280, height: 900 } }));
  it('is read at 200 %, where half as many pixels are left', () =>
    eachTab('vscode-dark', { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }));
  it('is read in a panel of 400 px', () => eachTab('vscode-dark', { viewport: { width: 400, height: 800 } }));

  it('says that it stopped where its state makes no sense, and starts again', async () => {
    served.post({ type: 'show', state: { trusted: true, panes: [{ id: '/broken' }] } });
    await tab.getByText('This page stopped with an error').waitFor();
    await eventually(() => assert.ok(served.heard.some(({ type }) => type === 'failed')));
    await tab.getByRole('button', { name: 'Start Again' }).click();
    await tab.locator('.pane-title').waitFor();
  });

  it('threw nothing on its way', () => assert.deepEqual(faults, []));
});
