// Outputs of notebooks: alone in a page, in all kinds of themes, and in an .ipynb file that is opened in VS Code without a
// kernel and without the engine.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { outputOfEvaluation } from '../../out/engine/outputs/outputOfEvaluation.js';
import { outputOfResult } from '../../out/engine/outputs/outputOfResult.js';
import { outputOfRun } from '../../out/engine/outputs/outputOfRun.js';
import { outputOfSweep } from '../../out/engine/outputs/outputOfSweep.js';
import { OUTPUT_MIMES } from '../../out/engine/protocol/outputs.js';
import { TOY } from '../integration/vscode/host.mjs';
import { eventually } from './eventually.mjs';
import { faultsOfContrast } from './faultsOfContrast.mjs';
import { createRun } from './generatedRun.mjs';
import { createSweep } from './generatedSweep.mjs';
import { ROOT } from './installedExtension.mjs';
import { launchBrowser } from './launchBrowser.mjs';
import { serveOutputs } from './notebookPage.mjs';
import { styleOf, THEMES } from './pageThemes.mjs';
import { theWindow } from './theWindow.mjs';

const PICTURES = ['ihc', 'hematoxylin', 'dapi', 'lap2', 'marker', 'Seg'];

/** Analyses the sample image into a folder; the engine of the window has no part in it. */
function analyse(results) {
  const cli = join(ROOT, 'out/engine/cli.js');
  const image = join(ROOT, 'extension/sample/22_2.png');
  const args = ['infer', image, '--model', TOY, '--out', results];
  execFileSync(process.execPath, [cli, ...args], { cwd: ROOT, stdio: 'pipe' });
  return join(results, '22_2');
}

/** Cells above a size, as an output and the result panel must count them. */
function countAbove(folder, sizePx) {
  const { cells } = JSON.parse(readFileSync(join(folder, 'cells.json'), 'utf8'));
  return cells.filter(({ size }) => size > sizePx).length;
}

/** True if a canvas shows more than one colour. */
const isPainted = (canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return data.some((level, i) => i >= 4 && level !== data[i - 4]);
};

async function mustShowPictures(page) {
  for (const name of PICTURES) {
    const canvas = page.locator(`figure[data-picture="${name}"] canvas`).first();
    await eventually(async () => assert.ok(await canvas.evaluate(isPainted), `${name} is empty.`));
  }
}

describe('outputs of a notebook', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deepliif-outputs-'));
  let result;
  let items;
  let browser;
  const faults = [];

  before(async function () {
    this.timeout(120_000);
    result = analyse(folder);
    const run = createRun(join(folder, 'run'), { epochs: 2, stepsPerEpoch: 50 });
    run.started();
    run.steps(100);
    run.ended();
    const bundles = [
      await outputOfResult(result, { notebookFolder: folder }),
      await outputOfRun(run.folder, { notebookFolder: folder }),
      outputOfEvaluation({ '22_2.png': { dice: 0.81 }, '799_2.png': { dice: 0.86 } }),
    ];
    items = bundles.map((bundle) => {
      const mime = Object.values(OUTPUT_MIMES).find((one) => one in bundle);
      return { mime, value: bundle[mime] };
    });
    browser = await launchBrowser();
  });
  afterEach(() => assert.deepEqual(faults.splice(0), []));
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = async (shown, look) => {
    const served = await serveOutputs(shown, look);
    const page = await browser.newPage({ viewport: { width: 1100, height: 1800 } });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text());
    });
    await page.goto(served.url);
    return { page, close: () => page.close().then(served.close) };
  };

  for (const theme of Object.keys(THEMES))
    it(`show pictures, scores, curves and tables in ${theme}, under the policy of a notebook`, async () => {
      const { page, close } = await open(items, { style: styleOf(theme), bodyClass: theme });
      await mustShowPictures(page);
      await page.getByText('demo model: not for results').waitFor();
      await page.locator('[data-chart] canvas').first().waitFor();
      await page.getByRole('gridcell', { name: '0.86' }).waitFor();
      const { screenshots } = JSON.parse(process.env.DEEPLIIF_UI ?? '{}');
      if (screenshots) await page.screenshot({ path: join(screenshots, `outputs ${theme}.png`) });
      for (const output of await page.locator('section.output').all())
        assert.deepEqual(await output.evaluate(faultsOfContrast), []);
      await close();
    });

  it('score again while a slider moves, draw the masks, and list the cells', async () => {
    const { page, close } = await open(items.slice(0, 1), { style: styleOf('vscode-dark') });
    const picture = page.locator('figure[data-picture="marker"] canvas');
    const pixels = () => picture.evaluate((canvas) => canvas.toDataURL());
    await mustShowPictures(page);
    const plain = await pixels();
    await page.getByRole('button', { name: 'Masks' }).click();
    await eventually(async () => assert.notEqual(await pixels(), plain));
    await page.getByRole('slider', { name: 'Smallest size threshold' }).fill('150');
    assert.equal(await page.locator('[data-score="total"]').innerText(), String(countAbove(result, 150)));
    await page.locator('summary', { hasText: 'Cells' }).click();
    await page
      .locator('.row-count')
      .getByText(`${countAbove(result, 150)} of`)
      .waitFor();
    await page.getByRole('button', { name: 'Reset' }).click();
    assert.equal(await page.locator('[data-score="total"]').innerText(), '59');
    await close();
  });

  it('say that the folder is gone, and ask for pictures in full when somebody looks closely', async () => {
    const { page, close } = await open(items.slice(0, 1), { messages: true });
    await mustShowPictures(page);
    await page.evaluate(() =>
      globalThis.answer({ type: 'folder', output: 'output-0', there: false, problem: '22_2 is not there.' }),
    );
    await page.getByText('22_2 is not there.').waitFor();
    assert.ok(await page.getByRole('button', { name: 'Open Result' }).isDisabled());
    await page.evaluate(() => globalThis.answer({ type: 'folder', output: 'output-0', there: true }));
    await page.locator('figure[data-picture="dapi"] canvas').focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press('+');
    await eventually(async () => {
      const asked = await page.evaluate(() => globalThis.posted.map(({ type }) => type));
      assert.ok(asked.includes('pictures'), asked.join());
    });
    await close();
  });

  it('of a sweep grow with it', async () => {
    const journal = join(folder, 'optuna.log');
    const outputAfter = async (trials) => {
      createSweep(journal, { trials, optuna: true });
      return (await outputOfSweep(journal, { notebookFolder: folder }))[OUTPUT_MIMES.sweep];
    };
    const made = { mime: OUTPUT_MIMES.sweep, value: await outputAfter(5) };
    const { page, close } = await open([made], { messages: true });
    await page.getByText(`${made.value.counts.complete} complete`).waitFor();
    const asked = await page.evaluate(() => globalThis.posted.find(({ type }) => type === 'watch'));
    assert.deepEqual([asked.kind, asked.place.path], ['sweep', 'optuna.log']);
    const now = await outputAfter(30);
    await page.evaluate(
      (grown) => globalThis.answer({ type: 'now', output: 'output-0', kind: 'sweep', now: grown }),
      now,
    );
    await page.getByText(`${now.counts.complete} complete`).waitFor();
    await page.getByText(`Best: trial ${now.top[0].number},`).waitFor();
    await close();
  });

  it('that are out of sight are not drawn, two hundred of them, and come back as they were', async () => {
    const { page, close } = await open(
      Array.from({ length: 200 }, () => items[0]),
      { style: styleOf('vscode-dark') },
    );
    await mustShowPictures(page);
    const drawn = await page.locator('figure[data-picture="ihc"]').count();
    assert.ok(drawn >= 2 && drawn <= 8, `${drawn} are drawn.`);
    const slider = () => page.getByRole('slider', { name: 'Smallest size threshold' }).first();
    await slider().fill('150');
    // Outputs that are drawn on the way may be taller than their places were: a user scrolls on until the end is there.
    const last = page.locator('.output-element').last();
    await eventually(async () => {
      await page.evaluate(() => globalThis.scrollTo(0, globalThis.document.body.scrollHeight));
      assert.equal(await last.locator('figure[data-picture="Seg"]').count(), 1);
    });
    assert.equal(await page.locator('.output-element').first().locator('figure').count(), 0);
    await page.evaluate(() => globalThis.scrollTo(0, 0));
    await eventually(async () => assert.equal(await slider().inputValue(), '150'));
    await close();
  });
});

describe('a user who opens a notebook with outputs of DeepLIIF', () => {
  let window;
  let engines;
  let folder;
  let run;
  before(async function () {
    this.timeout(240_000);
    window = await theWindow();
    const { workspace } = window.sandbox;
    engines = await window.engines();
    folder = analyse(join(workspace, 'stored'));
    mkdirSync(join(workspace, 'runs'), { recursive: true });
    run = createRun(join(workspace, 'runs', 'live'), { epochs: 2, stepsPerEpoch: 50, live: true });
    run.started();
    run.steps(20);
    const bundles = [
      await outputOfResult(folder, { notebookFolder: workspace }),
      await outputOfRun(run.folder, { notebookFolder: workspace }),
    ];
    writeFileSync(join(workspace, 'outputs.ipynb'), notebookOf(bundles));
    await window.openFile('outputs.ipynb');
  });
  after(() => {
    run?.ended();
    rmSync(run?.folder ?? '', { recursive: true, force: true });
  });

  it('sees six pictures with the cells on them, and no engine is started', async () => {
    const outputs = window.panel();
    await mustShowPictures(outputs);
    await outputs.getByText('demo model: not for results').waitFor();
    await window.screenshot('notebook outputs');
    assert.deepEqual(await window.engines(), engines);
    assert.deepEqual(window.complaints, []);
  });

  it('moves a threshold, and the score follows', async () => {
    const outputs = window.panel();
    const total = outputs.locator('[data-score="total"]').first();
    const before = await total.innerText();
    await outputs.getByRole('slider', { name: 'Smallest size threshold' }).first().fill('150');
    await eventually(async () => assert.equal(await total.innerText(), String(countAbove(folder, 150))));
    assert.notEqual(await total.innerText(), before);
    await window.screenshot('notebook threshold');
  });

  it('watches a running training in its output', async () => {
    const outputs = window.panel();
    const summary = outputs.locator(`[data-mime="${OUTPUT_MIMES.run}"] [data-summary]`);
    // Outputs exist once they have been scrolled to; the wheel over a picture scrolls the notebook.
    const { x, y } = await outputs.locator('figure[data-picture="dapi"] canvas').boundingBox();
    await window.page.mouse.move(x + 20, y + 20);
    await eventually(async () => {
      await window.page.mouse.wheel(0, 300);
      assert.equal(await summary.count(), 1);
    });
    await outputs.getByText('step 20 of 100').waitFor();
    run.steps(40);
    await outputs.getByText('step 60 of 100').waitFor();
  });

  it('opens the result from its output, at the part that the output shows', async () => {
    const canvas = window.panel().locator('figure[data-picture="dapi"] canvas');
    await eventually(async () => {
      await window.page.mouse.wheel(0, -300);
      await canvas.focus({ timeout: 2000 });
    });
    for (let i = 0; i < 6; i++) await canvas.press('+');
    const open = window.panel().getByRole('button', { name: 'Open Result' });
    await eventually(async () => {
      await window.page.mouse.wheel(0, -300);
      await open.click({ timeout: 2000 });
    });
    // The notebook's own webview stays behind the panel.
    const panel = window.page.frameLocator('iframe.webview.ready').last().frameLocator('iframe#active-frame');
    await panel.locator('.pane-title').getByText('22_2', { exact: true }).waitFor();
    await eventually(async () => {
      const percent = Number.parseInt(await panel.locator('.stage-status').innerText(), 10);
      assert.ok(percent > 400, `${percent} % is no part of the image.`);
    });
    await window.closeEditors();
    await eventually(async () => assert.equal(await window.page.locator('iframe.webview.ready').count(), 0));
  });
});

/** An .ipynb file with one cell per bundle, as a kernel left it. */
function notebookOf(bundles) {
  const cells = bundles.map((data, i) => ({
    ...{ cell_type: 'code', id: `cell${i}`, execution_count: i + 1, metadata: {} },
    source: ["await deepliif.infer('22_2.png')"],
    outputs: [{ output_type: 'display_data', data, metadata: {} }],
  }));
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1);
}
