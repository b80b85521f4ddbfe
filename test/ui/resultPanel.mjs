// A result's panel as a person uses it: layers, scores and cells, and what is to be seen on its stage.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { drawn, eventually } from './eventually.mjs';

/** Grey levels by which a pixel must differ to count as another one. */
const VISIBLE_LEVELS = 24;

export const LAYERS = [
  'IHC',
  'Hematoxylin',
  'DAPI',
  'Lap2',
  'Marker',
  'Segmentation',
  'Refined mask',
  'Overlay',
];

/** Brings the result of an image of the workspace to the front, after analysing it where there is none yet. */
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

  /** It, as RGB. */
  async function pixels() {
    const { left, top, inset, size } = await middleOfStage();
    const clip = { x: left + inset.x, y: top + inset.y, ...size };
    return sharp(await window.page.screenshot({ clip }))
      .removeAlpha()
      .raw()
      .toBuffer();
  }

  /** The same part of a picture of the stage that was saved. */
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
    heading: (name) => page.locator('.pane-title', { hasText: name }),
    tab: (name) => page.getByRole('tab', { name }).click(),
    status: () => page.locator('.status').innerText(),
    zoom: async () => /\d+ %/.exec(await page.locator('.status').innerText())[0],

    layer,
    layerTitles: async () =>
      (await page.locator('.layers legend').allInnerTexts()).map((text) => text.trim()),
    /** Switches these layers on and all others off. */
    showOnly: async (...titles) => {
      for (const title of ['Cell outlines', ...LAYERS]) {
        const isOn = (await layer(title).getAttribute('aria-checked')) === 'true';
        if (isOn !== titles.includes(title)) await layer(title).click();
      }
    },
    /** What is on the stage once it looks the same twice. */
    picture: () =>
      eventually(async () => {
        const before = await pixels();
        const after = await pixels();
        assert.ok(before.equals(after), 'The stage keeps changing.');
        return after;
      }),
    pixels,
    savedPixels,

    /** Of the H-score: "1+", "2+", "3+". */
    cutoff: (grade) => page.getByRole('spinbutton', { name: `Cut-off ${grade}`, exact: true }),
    slider: (title) => page.getByRole('slider', { name: `${title} threshold`, exact: true }),
    /** Once nothing is being found, and twice the same. */
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
    /** Drags a slider's thumb to a value; `held` is awaited before it is let go. Returns the value that it got. */
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
    /** Waits until a change of the thresholds is kept. */
    save: async () => {
      await button('Save').click();
      await eventually(async () =>
        assert.doesNotMatch(await page.locator('.score-panel > .note').innerText(), /Not saved/),
      );
    },

    /** Opens the table of cells where it is not. */
    openCells: async () => {
      if ((await page.locator('.dock').count()) === 0) await button('Cells').click();
      await page.locator('.cell-row').first().waitFor();
    },
    /** Only those of a class. */
    showCells: (which) =>
      page.locator('.cell-tools label', { hasText: 'Show' }).locator('select').selectOption(which),
    rows: page.locator('.cell-row'),
    rowCount: () => page.locator('.row-count').innerText(),
    /** One column of the rows in sight, from top to bottom. */
    column: (title) => columnOf(page, title),
    /** Puts the mouse on a point of the stage, in shares of its width and height. */
    pointAt,
    /** Zooms with the wheel, pointing at the middle of the stage. */
    zoomIn: async () => {
      await pointAt(0.5, 0.5);
      await window.page.mouse.wheel(0, -600);
    },
    /** Which pixel of a picture lies at a point of the stage. */
    pixelAt,
    middle: () => pixelAt(0.5, 0.5),
  };

  async function pointAt(across, down) {
    const { x, y, width, height } = await stage.boundingBox();
    await window.page.mouse.move(x + width * across - 1, y + height * down - 1);
    await window.page.mouse.move(x + width * across, y + height * down);
  }

  /** Read twice: the first may still tell of the point before. */
  async function pixelAt(across, down) {
    await pointAt(across, down);
    const read = async () => /x (\d+), y (\d+)/.exec(await page.locator('.status').innerText());
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

/** As numbers, under the names of scoring.json. */
async function readScores(page, which) {
  const text = (title) => page.locator(`td[data-${which}="${title}"]`).innerText();
  return {
    num_total: Number(await text('Cells')),
    num_pos: Number(await text('Positive')),
    num_neg: Number(await text('Negative')),
    percent_pos: Number.parseFloat(await text('Percent positive')),
  };
}

async function columnOf(page, title) {
  const heads = await page.locator('.cell-head').getByRole('columnheader').allInnerTexts();
  const at = heads.findIndex((head) => head.startsWith(title));
  assert.ok(at >= 0, `There is no column ${title} among ${heads.join(', ')}.`);
  // Rows are placed by their style: the order in the document says nothing.
  const rows = await page.locator('.cell-row').evaluateAll(
    (elements, column) =>
      elements
        .map((row) => ({ top: Number.parseFloat(row.style.top), text: row.children[column].textContent }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    at,
  );
  return rows;
}
