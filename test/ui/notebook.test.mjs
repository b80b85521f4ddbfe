// Notebooks: the sample is opened, runs by our kernel, shows its outputs, and keeps them when nothing runs any more.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { notebookText } from '../../out/extension/notebook/notebookFile.js';
import { eventually } from './eventually.mjs';
import { theWindow } from './theWindow.mjs';

const PICTURES = ['ihc', 'hematoxylin', 'dapi', 'lap2', 'marker', 'Seg'];
const RUN_MS = 120_000;

/** True if a canvas shows more than one colour. */
const isPainted = (canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return data.some((level, i) => i >= 4 && level !== data[i - 4]);
};

describe('a user who works in a notebook', () => {
  let window;
  before(async () => {
    window = await theWindow();
    await window.closeEditors();
  });
  after(() => window.closeEditors());

  const cells = () => window.page.locator('.notebookOverlay .code-cell-row');
  /** Resolves when a cell has been run: its order stands beside it. */
  const hasRun = (place, order) =>
    cells().nth(place).locator('.execution-count-label').getByText(`[${order}]`).waitFor({ timeout: RUN_MS });
  const output = () => window.panel().locator('section.output').first();
  const mustShowPictures = async () => {
    for (const name of PICTURES) {
      const canvas = output().locator(`figure[data-picture="${name}"] canvas`).first();
      await eventually(async () => assert.ok(await canvas.evaluate(isPainted), `${name} is empty.`), RUN_MS);
    }
  };
  const kernelIsChosen = () =>
    window.page.locator('.kernel-label:visible', { hasText: 'DeepLIIF (TypeScript)' }).waitFor();

  it('opens a sample, whose kernel is chosen by itself', async () => {
    await window.command('DeepLIIF: Open Sample Notebook…');
    await window.pick('Analyse an image');
    await kernelIsChosen();
  });

  it('runs it, and sees six pictures and the score', async () => {
    await window.command('Notebook: Run All');
    await mustShowPictures();
    assert.equal(await output().locator('[data-score="total"]').innerText(), '59');
    await window.screenshot('notebook');
  });

  it('moves a threshold in the output, and the score follows', async () => {
    await output().getByRole('slider', { name: 'Smallest size threshold' }).fill('150');
    await eventually(async () =>
      assert.notEqual(await output().locator('[data-score="total"]').innerText(), '59'),
    );
    await output().getByRole('button', { name: 'Reset' }).click();
  });

  it('exports it as one page with its pictures and scores', async () => {
    await window.command('File: Save');
    await window.command('DeepLIIF: Export Notebook to HTML…');
    const path = await window.saveAsProposed('html');
    assert.match(await window.readNotification(/Exported to/), /analyse-an-image\.html/);
    const page = readFileSync(path, 'utf8');
    assert.match(page, /<h1>Analyse an image<\/h1>/);
    assert.match(page, /<img src="data:image\/png;base64,/);
    assert.match(page, /<td>59<\/td><td>6<\/td><td>53<\/td>/);
    assert.doesNotMatch(page, /<script|https?:\/\/[^"]*\.(js|css|png)/);
    const shown = await window.page.context().newPage();
    for (const scheme of ['light', 'dark']) {
      await shown.emulateMedia({ colorScheme: scheme });
      await shown.setContent(page);
      await shown.screenshot({
        path: join(window.screenshots, `exported notebook ${scheme}.png`),
        fullPage: true,
      });
    }
    await shown.close();
  });

  it('finds the outputs again after a reload, with no kernel and no engine', async () => {
    await window.command('File: Save');
    await window.reload();
    await mustShowPictures();
    assert.equal(await output().locator('[data-score="total"]').innerText(), '59');
    assert.deepEqual([window.kernels(), window.engines()], [[], []]);
    await window.closeEditors();
  });

  for (const [title, name] of [
    ['Compare two models', 'compare-two-models'],
    ['Watch a training', 'watch-a-training'],
    ['Read a sweep', 'read-a-sweep'],
  ])
    it(`runs the sample "${title}" to its end`, async () => {
      await window.command('DeepLIIF: Open Sample Notebook…');
      await window.pick(title);
      await kernelIsChosen();
      await window.command('Notebook: Run All');
      const file = join(window.sandbox.workspace, 'deepliif-samples', `${name}.ipynb`);
      await eventually(async () => {
        await window.command('File: Save');
        const code = JSON.parse(readFileSync(file, 'utf8')).cells.filter((cell) => cell.cell_type === 'code');
        const wrong = code.flatMap(({ outputs }) => outputs.filter((one) => one.output_type === 'error'));
        assert.deepEqual(wrong, []);
        assert.ok(code.every((cell) => cell.execution_count !== null && cell.outputs.length > 0));
      }, RUN_MS);
      await output().waitFor();
      await window.screenshot(name);
      await window.closeEditors();
    });

  it('opens a result in a notebook, and inserts the analysis of another image', async () => {
    await window.command('DeepLIIF: Open in Notebook');
    await window.pick('22_2-thresholds');
    await window.pick('TypeScript');
    await window.page.locator('.tab.active', { hasText: '22_2-thresholds' }).waitFor();
    await kernelIsChosen();
    const { cells: written } = JSON.parse(
      readFileSync(join(window.sandbox.workspace, '22_2-thresholds.ipynb'), 'utf8'),
    );
    assert.match(
      written[1].source.join(''),
      /deepliif\.result\('deepliif-samples\/results\/22_2-thresholds'\)/,
    );
    await cells().first().click();
    await window.command('DeepLIIF: Insert Analysis of Image…');
    await window.chooseFile(join(window.sandbox.workspace, 'tile.png'), 'Insert Analysis');
    const call = "deepliif.infer('tile.png'";
    const inserted = window.page.locator('.notebookOverlay .view-lines', { hasText: call }).first();
    const question = window.quick.locator('.monaco-list-row', { hasText: '40x' }).first();
    await inserted.or(question).waitFor({ timeout: RUN_MS });
    // The folder remembers an earlier answer.
    if (await question.isVisible()) await question.click();
    await inserted.waitFor();
    await window.command('File: Save');
    await window.closeEditors();
  });

  it('stops an endless cell, restarts, and the variables are gone', async () => {
    const code = (text) => ({ kind: 'code', text });
    const text = notebookText(
      [code('const kept = 1; console.log("begins"); while (true) {}'), code('typeof kept')],
      'typescript',
    );
    writeFileSync(join(window.sandbox.workspace, 'endless.ipynb'), text);
    await window.openFile('endless.ipynb');
    await kernelIsChosen();
    await cells().first().click();
    await window.command('Notebook: Execute Cell');
    await window.panel().getByText('begins').waitFor({ timeout: RUN_MS });
    await window.page.getByRole('button', { name: 'Interrupt', exact: true }).first().click();
    await window
      .panel()
      .getByText(/interrupted/i)
      .first()
      .waitFor();
    await window.command('DeepLIIF: Restart Kernel');
    await cells().nth(1).click();
    await window.command('Notebook: Execute Cell');
    await window.panel().getByText('undefined').first().waitFor({ timeout: RUN_MS });
    await hasRun(1, 1);
    await window.command('File: Save');
    await window.closeEditors();
    await eventually(() => Promise.resolve(assert.deepEqual(window.kernels(), [])));
  });
});
