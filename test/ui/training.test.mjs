// The training dashboard in a browser: a run that grows while it is watched, switches, the slider of steps, zoom, and a
// reload that restores everything. The extension host's own code is behind the page (dashboardPage.mjs);
// test/integration/vscode covers the panel in VS Code.
/* global document, rowsDrawn, sessionStorage -- of the page */

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { serveDashboard } from './dashboardPage.mjs';
import { eventually } from './eventually.mjs';
import { createRun } from './generatedRun.mjs';
import { launchBrowser } from './launchBrowser.mjs';

describe('the training dashboard', () => {
  const runs = mkdtempSync(join(tmpdir(), 'deepliif-dashboard-'));
  const run = createRun(join(runs, '2026-11-28-080000-live'), { epochs: 4, stepsPerEpoch: 100, live: true });
  const other = createRun(join(runs, '2026-11-27-080000-other'), {
    seed: 5,
    epochs: 4,
    stepsPerEpoch: 100,
    config: { batchSize: 4 },
  });
  let served;
  let browser;
  let tab;
  const faults = [];

  before(async () => {
    for (const each of [run, other]) {
      each.started();
      await each.samples();
      each.steps(150);
      await each.samples();
    }
    other.ended();
    served = await serveDashboard(runs);
    browser = await launchBrowser();
    tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    tab.on('pageerror', (error) => faults.push(error.message));
    await served.select([run.folder]);
    await tab.goto(served.url);
    await tab.locator('.card').first().waitFor();
  });
  after(async () => {
    await browser?.close();
    served?.close();
    rmSync(runs, { recursive: true, force: true });
  });

  const tile = (name) =>
    tab
      .locator('.tiles > div', { has: tab.locator(`dt:text-is("${name}")`) })
      .locator('dd')
      .innerText();
  const card = (title) => tab.getByRole('region', { name: title, exact: true });
  /** The pixels of a chart or picture, as one number that changes with them. */
  const picture = (canvas) =>
    canvas.evaluate((element) => {
      const { data } = element.getContext('2d').getImageData(0, 0, element.width, element.height);
      return data.reduce((sum, value, i) => (sum + value * ((i % 9973) + 1)) % 1e9, 0);
    });

  it('has a chart for each total, metric and modality, and says how far the run is', async () => {
    const titles = await tab.locator('.card h4').allInnerTexts();
    for (const title of [
      'Generator loss (total)',
      'Validation · Dice',
      'Generator loss (L1)',
      'Segmentation · Generator loss (L1)',
      'Learning rate',
      'Throughput',
    ])
      assert.ok(titles.includes(title), `${title} is not among ${titles.join()}`);
    assert.equal(await tile('Step'), '150 / 400');
    assert.equal(await tile('Epoch'), '2 / 4');
    assert.match(await tab.locator('.run-title .status').innerText(), /training/);
  });

  it('draws each step as it is written', async () => {
    const canvas = card('Generator loss (total)').locator('canvas');
    const before = await picture(canvas);
    for (let i = 0; i < 7; i++) {
      run.steps(1);
      await eventually(async () => assert.equal(await tab.evaluate(() => rowsDrawn.rows), run.step));
    }
    await eventually(async () => assert.notEqual(await picture(canvas), before));
    await eventually(async () => assert.equal(await tile('Step'), '157 / 400'));
  });

  it('shows an alarm', async () => {
    run.alarm('dapi/gan diverges at step 157.');
    await tab.getByText('dapi/gan diverges').waitFor();
  });

  it('switches series in the legend, and filters them', async () => {
    const canvas = card('Generator loss (L1)').locator('canvas');
    const before = await picture(canvas);
    await card('Generator loss (L1)').getByRole('button', { name: 'DAPI', exact: true }).click();
    await eventually(async () => assert.notEqual(await picture(canvas), before));
    await card('Generator loss (L1)').getByRole('button', { name: 'DAPI', exact: true }).click();
    const filter = tab.getByLabel('Filter of series, a regular expression');
    await filter.fill('^dapi/l1');
    await eventually(async () =>
      assert.deepEqual(await tab.locator('.card h4').allInnerTexts(), ['Generator loss (L1)']),
    );
    await filter.fill('(');
    await eventually(async () => assert.equal(await filter.getAttribute('aria-invalid'), 'true'));
    await filter.fill('');
  });

  it('pins a chart to the top, folds a section, and remembers both', async () => {
    const first = () => tab.locator('.card h4').first().innerText();
    await card('Generator loss (L1)')
      .getByRole('button', { name: 'Pin Generator loss (L1) to the top' })
      .click();
    await eventually(async () => assert.equal(await first(), 'Generator loss (L1)'));
    await tab.getByRole('button', { name: /^Losses of discriminators/ }).click();
    await card('Discriminator loss (total)').waitFor({ state: 'detached' });
    await eventually(async () => assert.deepEqual((await saved()).collapsed, ['discriminators']));
    await tab.reload();
    await card('Generator loss (L1)').waitFor();
    assert.equal(await first(), 'Generator loss (L1)');
    assert.equal(await card('Discriminator loss (total)').count(), 0);
    await tab.getByRole('button', { name: 'Unpin Generator loss (L1)' }).click();
    await tab.getByRole('button', { name: /^Losses of discriminators/ }).click();
    await card('Discriminator loss (total)').waitFor();
  });

  it('keeps a note and tags in the folder of the run', async () => {
    await tab.getByLabel('New tag').fill('baseline');
    await tab.keyboard.press('Enter');
    await tab.getByRole('button', { name: 'Remove the tag baseline' }).waitFor();
    await tab.getByRole('button', { name: 'Add a note' }).click();
    await tab.getByLabel('Note', { exact: true }).fill('first try');
    await tab.keyboard.press('Control+Enter');
    await tab.locator('.note-text').waitFor();
    await eventually(async () =>
      assert.equal(await tab.evaluate(() => document.activeElement.title), 'Edit the note'),
    );
    const file = JSON.parse(readFileSync(join(run.folder, 'notes.json'), 'utf8'));
    assert.deepEqual(file, { schemaVersion: 1, note: 'first try', tags: ['baseline'] });
    await tab.getByTitle('Show the runs with the tag baseline').click();
    await eventually(async () => assert.equal(await tab.locator('.run-list li').count(), 1));
    await tab.locator('.run-list').getByLabel('Filter of runs').fill('');
  });

  it('reads off every digit of a value', async () => {
    const canvas = card('Generator loss (total)').locator('canvas');
    await canvas.hover({ position: { x: 200, y: 80 } });
    const said = await tab.locator('.readout').first().innerText();
    assert.match(said, /Step \d+/);
    assert.match(said, /\d+\.\d{10,}/);
  });

  it('zooms all charts by dragging in one, and shows everything again', async () => {
    const canvas = card('Generator loss (total)').locator('canvas');
    const otherCanvas = card('Generator loss (L1)').locator('canvas');
    const before = await picture(otherCanvas);
    const box = await canvas.boundingBox();
    await tab.mouse.move(box.x + 100, box.y + 60);
    await tab.mouse.down();
    await tab.mouse.move(box.x + 200, box.y + 62, { steps: 4 });
    await tab.mouse.up();
    await eventually(async () => assert.notEqual(await picture(otherCanvas), before));
    await canvas.dblclick({ position: { x: 150, y: 80 } });
    await tab.getByRole('button', { name: 'Show everything' }).waitFor({ state: 'detached' });
  });

  it('lays a second run over the first', async () => {
    await tab.getByLabel('Show 2026-11-27-080000-other').check();
    await card('Generator loss (total)')
      .locator('canvas')
      .hover({ position: { x: 150, y: 80 } });
    await eventually(async () => assert.match(await tab.locator('.readout').first().innerText(), /other/));
    assert.deepEqual(served.heard.findLast(({ type }) => type === 'select').runs, [run.folder, other.folder]);
  });

  it('keeps the selection while the extension host still shows the one before', async () => {
    const box = tab.getByLabel('Show 2026-11-27-080000-other');
    served.hold(true);
    await served.relist(); // its state, which arrives later, has both selected
    await box.uncheck();
    await box.check();
    await box.uncheck();
    served.hold(false);
    for (let i = 0; i < 20; i++) assert.equal(await box.isChecked(), false);
    await box.check();
    await eventually(() =>
      assert.deepEqual(served.heard.findLast(({ type }) => type === 'select').runs, [
        run.folder,
        other.folder,
      ]),
    );
  });

  it('moves the pictures of all runs and modalities with one slider', async () => {
    await tab.getByRole('tab', { name: 'Samples' }).click();
    await tab.locator('.sample-run').nth(1).locator('canvas').nth(5).waitFor();
    assert.equal(await tab.locator('.frame').count(), 12);
    const some = [tab.locator('.frame canvas').nth(2), tab.locator('.frame canvas').nth(8)];
    await eventually(async () => {
      for (const canvas of some) assert.notEqual(await picture(canvas), 0);
    });
    const before = await Promise.all(some.map(picture));
    await tab.getByLabel('Step of all pictures').fill('0');
    await eventually(async () => {
      const now = await Promise.all(some.map(picture));
      now.forEach((one, i) => assert.notEqual(one, before[i], `${i}`));
    });
  });

  it('colours where the segmentation is wrong, and says how much of it is', async () => {
    await tab.getByRole('button', { name: 'FP / FN' }).click();
    const counts = tab.locator('.frame', { hasText: 'Segmentation' }).first().locator('.counts');
    const rightOf = async () => Number(/right ([\d.]+) %/.exec(await counts.innerText())[1]);
    await counts.waitFor();
    const atFirst = await rightOf();
    await tab.getByLabel('Step of all pictures').fill('1');
    await eventually(async () => assert.ok((await rightOf()) > atFirst)); // the later pictures are nearer to the truth
  });

  /** The view that the page has saved. */
  const saved = () => tab.evaluate(() => JSON.parse(sessionStorage.getItem('state') ?? '{}'));

  it('is as it was after a reload', async () => {
    await eventually(async () => {
      const { tab: chosen, mode, step } = await saved();
      assert.deepEqual([chosen, mode, step], ['samples', 'errors', 150]);
    });
    const counts = tab.locator('.frame', { hasText: 'Segmentation' }).first().locator('.counts');
    const before = await counts.innerText();
    await tab.reload();
    await counts.waitFor();
    assert.equal(await counts.innerText(), before);
    assert.equal(await tab.getByRole('button', { name: 'FP / FN' }).getAttribute('aria-pressed'), 'true');
    assert.equal(await tab.getByLabel('Step of all pictures').inputValue(), '1');
  });

  it('has the same zoom, filter and curves after a reload', async () => {
    await tab.getByRole('tab', { name: 'Curves' }).click();
    const canvas = card('Generator loss (total)').locator('canvas');
    await canvas.focus();
    await tab.keyboard.press('+');
    await tab.getByLabel('Filter of series, a regular expression').fill('total/');
    await eventually(async () => {
      const { tab: chosen, xRange, filter } = await saved();
      assert.deepEqual([chosen, filter, typeof xRange?.min], ['curves', 'total/', 'number']);
    });
    const [titles, before] = [await tab.locator('.card h4').allInnerTexts(), await picture(canvas)];
    await tab.reload();
    await canvas.waitFor();
    await eventually(async () => assert.deepEqual(await tab.locator('.card h4').allInnerTexts(), titles));
    await eventually(async () => assert.equal(await picture(canvas), before));
    await tab.getByLabel('Filter of series, a regular expression').fill('');
    await tab.getByRole('button', { name: 'Show everything' }).click();
  });

  it('gives the list of runs the width that its edge is dragged to, also after a reload', async () => {
    const list = tab.getByRole('navigation', { name: 'Runs' });
    const widthOf = async () => Math.round((await list.boundingBox()).width);
    const edge = tab.getByRole('separator', { name: 'Width of the list of runs' });
    const first = await widthOf();
    const { x, y, width, height } = await edge.boundingBox();
    await tab.mouse.move(x + width / 2, y + height / 2);
    await tab.mouse.down();
    await tab.mouse.move(x + width / 2 + 60, y + height / 2, { steps: 3 });
    await tab.mouse.up();
    assert.equal(await widthOf(), first + 60);
    await edge.focus();
    await tab.keyboard.press('ArrowLeft');
    assert.equal(await widthOf(), first + 44);
    await eventually(async () => assert.equal((await saved()).sidebarPx, first + 44));
    await tab.reload();
    await list.waitFor();
    assert.equal(await widthOf(), first + 44);
    await edge.dblclick();
    assert.equal(await widthOf(), first);
  });

  it('compares two configurations, filters and sorts runs', async () => {
    await tab.getByRole('tab', { name: 'Runs' }).click();
    await tab.getByRole('button', { name: 'Compare selected runs' }).click();
    const options = tab.getByRole('region', { name: 'Configuration' }).locator('tbody tr').first();
    assert.match(await options.innerText(), /batchSize\s+1\s+4/);
    await tab.getByRole('button', { name: 'Open in diff editor' }).click();
    await eventually(() =>
      assert.deepEqual(served.heard.at(-1), { type: 'compare', runs: [run.folder, other.folder] }),
    );
    await tab.getByRole('tab', { name: 'Runs' }).click();
    await tab.locator('.runs-tab').getByLabel('Filter of runs').fill('batchSize=4');
    await eventually(async () => assert.equal(await tab.locator('.runs-tab .table-row').count(), 1));
    await tab.locator('.runs-tab').getByLabel('Filter of runs').fill('');
  });

  it('moves through the table of runs with keys, and selects with the space bar', async () => {
    const table = tab.getByRole('grid', { name: 'Runs' });
    await table.focus();
    await tab.keyboard.press('End');
    await tab.keyboard.press(' ');
    await eventually(() => {
      const { runs: selected } = served.heard.findLast(({ type }) => type === 'select');
      assert.equal(selected.length, 1);
    });
    await tab.keyboard.press(' ');
    await eventually(() => {
      const { runs: selected } = served.heard.findLast(({ type }) => type === 'select');
      assert.deepEqual([...selected].sort(), [run.folder, other.folder].sort());
    });
    await tab.getByTitle('2026-11-28-080000-live: show it alone').click();
  });

  it('asks for what its buttons say', async () => {
    await tab.getByRole('button', { name: 'Try on Image…' }).click();
    await eventually(() => assert.deepEqual(served.heard.at(-1), { type: 'tryOnImage', run: run.folder }));
    await tab.getByRole('button', { name: 'Pause' }).click();
    await eventually(() =>
      assert.deepEqual(served.heard.at(-1), { type: 'act', run: run.folder, action: 'pause' }),
    );
  });

  it('threw nothing on its way', () => {
    assert.deepEqual(faults, []);
    assert.deepEqual(
      served.heard.filter(({ type }) => type === 'failed'),
      [],
    );
  });
});
