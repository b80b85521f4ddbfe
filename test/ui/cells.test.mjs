// The table of cells, linked with the image, and classes set by hand.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { eventually } from './eventually.mjs';
import { showResult } from './resultPanel.mjs';
import { theWindow } from './theWindow.mjs';

describe('a user who looks at single cells', () => {
  let window;
  let panel;
  before(async () => {
    window = await theWindow();
    panel = await showResult(window, 'turned');
    await panel.openCells();
    await window.closeNotifications();
  });

  const sortBy = (title) => panel.page.getByRole('columnheader', { name: title }).getByRole('button').click();

  it('sorts them by area, up and down', async () => {
    await sortBy('Area');
    const up = (await panel.column('Area')).map(Number);
    assert.deepEqual(
      up,
      up.toSorted((a, b) => a - b),
    );
    await sortBy('Area');
    const down = (await panel.column('Area')).map(Number);
    assert.deepEqual(
      down,
      down.toSorted((a, b) => b - a),
    );
    assert.ok(down[0] > up[0]);
    await window.screenshot('cells');
  });

  it('filters them by class', async () => {
    await panel.showCells('positive');
    const { num_pos } = JSON.parse(readFileSync(join(window.results, 'turned/scoring.json'), 'utf8'));
    assert.match(await panel.rowCount(), new RegExp(`^${num_pos} of `));
    assert.deepEqual(await panel.column('Class'), Array(num_pos).fill('positive'));
    await panel.showCells('counted');
  });

  it('clicks a row, and has that cell in the middle of the image', async () => {
    await panel.zoomIn();
    const [x, y] = [(await panel.column('x'))[2], (await panel.column('y'))[2]].map(Number);
    await panel.rows.nth(2).click();
    await eventually(async () => {
      const middle = await panel.middle();
      assert.ok(
        Math.hypot(middle.x - x, middle.y - y) < 4,
        `${JSON.stringify(middle)} instead of ${x}, ${y}`,
      );
    });
  });

  it('flips the class of a cell, which counts beside what the thresholds say', async () => {
    await panel.tab('Scores');
    const before = await panel.scores();
    await panel.showCells('negative');
    await panel.rows.first().click();
    await panel.button('Flip Class').click();
    await eventually(async () =>
      assert.deepEqual(
        { ...(await panel.correctedScores()), percent_pos: undefined },
        {
          num_total: before.num_total,
          num_pos: before.num_pos + 1,
          num_neg: before.num_neg - 1,
          percent_pos: undefined,
        },
      ),
    );
    assert.deepEqual(await panel.scores(), before);
    const file = join(window.results, 'turned/corrections.json');
    await eventually(() => assert.equal(JSON.parse(readFileSync(file, 'utf8')).corrections.length, 1));
  });

  it('takes that back', async () => {
    await panel.button('Undo').click();
    await panel.page.locator('[data-corrected]').first().waitFor({ state: 'detached' });
    const file = join(window.results, 'turned/corrections.json');
    await eventually(() => assert.equal(JSON.parse(readFileSync(file, 'utf8')).corrections.length, 0));
  });
});
