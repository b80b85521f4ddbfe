// Result panel as a person uses it: layers, scores, cells, and the picture on its stage.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { drawn, eventually, untilAttached } from './eventually.mjs';

/** Grey levels by which a pixel must differ to count as changed. */
const VISIBLE_LEVELS = 24;

export const LAYERS = [
  'IHC',
  'Optical density',
  'Hematoxylin stain (OD)',
  'DAB stain (OD)',
  'Hematoxylin',
  'DAPI',
  'LAP2β',
  'Marker',
  'Segmentation',
  'Refined mask',
  'Overlay',
];

/** Shows the result of an image of the workspace, after analysing it if there is none yet. */
export async function showResult(window, name) {
  const isThere = existsSync(join(window.results, name, 'result.json'));
  if (isThere) {
    await window.command('DeepLIIF: Open Result…');
    await window.pick(name);
  } else {
    await window.openFile(`${name}.png`);
    await window.command('DeepLIIF: Analyse Image');
  }
  const panel = resultPanel(window);
  await panel.heading(name).waitFor({ timeout: 120_000 });
  return panel;
}

/** The panel in front. */
export function resultPanel(window) {
  const page = window.panel();
  const stage = page.locator('.stage');
  const layer = (title) => page.getByRole('checkbox', { name: title, exact: true });
  const button = (name) => page.getByRole('button', { name, exact: true });

  /** The middle of the stage, where no text and no minimap lies, in whole pixels of the window. */
  async function middleOfStage() {
    const { x, y, width, height } = await stage.boundingBox();
    const [left, top] = [Math.round(x), Math.round(y)];
    const inset = { x: Math.round(width / 4), y: Math.round(height / 4) };
    const size = { width: Math.round(width / 2), height: Math.round(height / 2) };
    return { left, top, inset, size };
  }

  /** Pixels of the middle of the stage, as RGB. */
  async function pixels() {
    const { left, top, inset, size } = await middleOfStage();
    const clip = { x: left + inset.x, y: top + inset.y, ...size };
    return sharp(await window.page.screenshot({ clip }))
      .removeAlpha()
      .raw()
      .toBuffer();
  }

  /** Pixels of the same part of a saved picture of the stage. */
  async function savedPixels(file) {
    const { inset, size } = await middleOfStage();
    return sharp(file)
      .extract({ left: inset.x, top: inset.y, ...size })
      .removeAlpha()
      .raw()
      .toBuffer();
  }

  return {
    page,
    stage,
    button,
    heading: (name) => page.locator('.pane-title').getByText(name, { exact: true }),
    tab: (name) => page.getByRole('tab', { name }).click(),
    status: () => page.locator('.stage-status').innerText(),
    zoom: async () => /\d+ %/.exec(await page.locator('.stage-status').innerText())[0],

    layer,
    /** Titles of the layers, from the top one down. */
    layerTitles: () =>
      untilAttached(async () => {
        const titles = page.locator('.layers legend vscode-checkbox');
        await titles.first().waitFor();
        return (await titles.allInnerTexts()).map((text) => text.trim());
      }),
    /** Switches these layers on and all others off. */
    showOnly: async (...titles) => {
      for (const title of ['Cell outlines', ...LAYERS]) {
        const isOn = (await layer(title).getAttribute('aria-checked')) === 'true';
        if (isOn !== titles.includes(title)) await layer(title).click();
      }
    },
    /** Pixels of the stage once two looks in a row are the same. */
    picture: () =>
      eventually(async () => {
        const before = await pixels();
        const after = await pixels();
        assert.ok(before.equals(after), 'The stage keeps changing.');
        return after;
      }),
    pixels,
    savedPixels,

    /** Field of a cut-off of the H-score: "1+", "2+", "3+". */
    cutoff: (grade) => page.getByRole('spinbutton', { name: `Cut-off ${grade}`, exact: true }),
    slider: (title) => page.getByRole('slider', { name: `${title} threshold`, exact: true }),
    /** Scores once nothing is being found and two looks in a row are the same. */
    scores: () =>
      eventually(async () => {
        await page.locator('.score-panel[aria-busy="false"]').waitFor();
        const before = await readScores(page, 'score');
        await drawn(stage);
        assert.deepEqual(await readScores(page, 'score'), before);
        return before;
      }),
    correctedScores: () => readScores(page, 'corrected'),
    note: () => page.locator('.score-panel > .note').innerText(),
    /** Drags a slider's thumb to a value; `held` is awaited before the release. Returns the value that it got. */
    drag: async (title, to, held = () => undefined) => {
      const slider = page.getByRole('slider', { name: `${title} threshold`, exact: true });
      await slider.scrollIntoViewIfNeeded();
      const [least, most, from] = await slider.evaluate(({ min, max, value }) => [+min, +max, +value]);
      const box = await slider.boundingBox();
      const y = box.y + box.height / 2;
      const thumb = box.height;
      const xOf = (value) => box.x + thumb / 2 + ((box.width - thumb) * (value - least)) / (most - least);
      await window.page.mouse.move(xOf(from), y);
      await window.page.mouse.down();
      await window.page.mouse.move(xOf(to), y, { steps: 5 });
      await held();
      await window.page.mouse.up();
      return Number(await slider.inputValue());
    },
    /** Saves the thresholds and waits until that is done. */
    save: async () => {
      await button('Save').click();
      await eventually(async () =>
        assert.doesNotMatch(await page.locator('.score-panel > .note').innerText(), /Not saved/),
      );
    },

    /** Opens the table of cells where it is closed. */
    openCells: async () => {
      await button('Cells').waitFor();
      const isOpen = await untilAttached(async () => (await page.locator('.dock').count()) > 0);
      if (!isOpen) await button('Cells').click();
      await page.locator('.table-row').first().waitFor();
    },
    /** Lists only the cells of a class. */
    showCells: (which) =>
      page.locator('.cell-tools label', { hasText: 'Show' }).locator('select').selectOption(which),
    rows: page.locator('.table-row'),
    rowCount: () => page.locator('.row-count').innerText(),
    /** One column of the rows in sight, from top to bottom. */
    column: (title) => untilAttached(() => columnOf(page, title)),
    /** Headings of the columns that are shown. */
    columns: () => untilAttached(() => page.locator('.table-head').getByRole('columnheader').allInnerTexts()),
    /** Puts the mouse on a point of the stage, in shares of its width and height. */
    pointAt,
    /** Zooms with the wheel, pointing at the middle of the stage. */
    zoomIn: async () => {
      await pointAt(0.5, 0.5);
      await window.page.mouse.wheel(0, -600);
    },
    /** Pixel of the picture at a point of the stage. */
    pixelAt,
    /** Pixel in the middle of the part of the stage below its header, which is where cells are moved to. */
    middle: async () => {
      const { height } = await stage.boundingBox();
      const header = await page.locator('.pane-header').first().boundingBox();
      return pixelAt(0.5, 0.5 + header.height / height / 2);
    },
  };

  async function pointAt(across, down) {
    const { x, y, width, height } = await stage.boundingBox();
    await window.page.mouse.move(x + width * across - 1, y + height * down - 1);
    await window.page.mouse.move(x + width * across, y + height * down);
  }

  /** Reads twice: the first reading may still be of the point before. */
  async function pixelAt(across, down) {
    await pointAt(across, down);
    const read = async () => /x (\d+), y (\d+)/.exec(await page.locator('.stage-status').innerText());
    return eventually(async () => {
      const before = await read();
      await drawn(stage);
      const [at, x, y] = await read();
      assert.equal(at, before[0]);
      return { x: Number(x), y: Number(y) };
    });
  }
}

/** Share of pixels (0 … 1) that look different. */
export function changed(a, b) {
  assert.equal(a.length, b.length, 'The stage has another size than before.');
  let count = 0;
  for (let i = 0; i < a.length; i += 3)
    if ([0, 1, 2].some((c) => Math.abs(a[i + c] - b[i + c]) > VISIBLE_LEVELS)) count++;
  return count / (a.length / 3);
}

/** Scores as numbers, under the names of scoring.json. */
async function readScores(page, which) {
  const text = (id) => page.locator(`td[data-${which}="${id}"]`).innerText();
  return {
    num_total: Number(await text('total')),
    num_pos: Number(await text('positive')),
    num_neg: Number(await text('negative')),
    percent_pos: Number.parseFloat(await text('percent')),
  };
}

async function columnOf(page, title) {
  const heads = await page.locator('.table-head').getByRole('columnheader').allInnerTexts();
  const at = heads.findIndex((head) => head.startsWith(title));
  assert.ok(at >= 0, `There is no column ${title} among ${heads.join(', ')}.`);
  // Rows are placed by their style, not by their order in the document.
  const rows = await page.locator('.table-row').evaluateAll(
    (elements, column) =>
      elements
        .map((row) => ({ top: Number.parseFloat(row.style.top), text: row.children[column].textContent }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    at,
  );
  return rows;
}
