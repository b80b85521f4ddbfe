// Two results side by side, and two layers of a result against each other.

import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { eventually } from './eventually.mjs';
import { changed, resultPanel, showResult } from './resultPanel.mjs';
import { theWindow } from './theWindow.mjs';

describe('a user who compares results', () => {
  let window;
  let panel;
  before(async () => {
    window = await theWindow();
    for (const name of ['tile', 'turned']) await showResult(window, name);
  });

  it('picks two from a list, and has them side by side', async () => {
    await window.command('DeepLIIF: Compare Results…');
    await window.pick('tile', 'turned');
    panel = resultPanel(window);
    for (const name of ['tile', 'turned']) await panel.heading(name).waitFor();
    await panel.picture();
  });

  it('moves and zooms one, and the other follows', async () => {
    await panel.pointAt(0.25, 0.5);
    await window.page.mouse.wheel(0, -400);
    await window.page.mouse.down();
    await panel.pointAt(0.35, 0.6);
    await window.page.mouse.up();
    const left = await panel.pixelAt(0.25, 0.5);
    const right = await panel.pixelAt(0.75, 0.5);
    assert.ok(Math.hypot(left.x - 256, left.y - 256) > 10, `The left one looks at ${JSON.stringify(left)}.`);
    const apart = Math.hypot(left.x - right.x, left.y - right.y);
    assert.ok(apart < 3, `${JSON.stringify(left)} is beside ${JSON.stringify(right)}.`);
    await window.screenshot('compare');
  });

  it('swipes between two layers', async () => {
    const plain = await panel.picture();
    await panel.button('Swipe between two layers').click();
    await panel.page.getByRole('slider', { name: 'Edge between' }).first().waitFor();
    await eventually(async () => assert.ok(changed(plain, await panel.picture()) > 0.1));
    const before = await panel.picture();
    const edge = await panel.page.getByRole('slider', { name: 'Edge between' }).first().boundingBox();
    const y = edge.y + edge.height / 2;
    await window.page.mouse.move(edge.x + edge.width / 2, y);
    await window.page.mouse.down();
    await window.page.mouse.move(edge.x - 120, y, { steps: 3 });
    await window.page.mouse.up();
    await eventually(async () => assert.ok(changed(before, await panel.picture()) > 0.1));
    await window.screenshot('swipe');
  });

  it('sees the difference of two layers', async () => {
    const swiped = await panel.picture();
    await panel.button('Difference of two layers').click();
    await eventually(async () => assert.ok(changed(swiped, await panel.picture()) > 0.5));
    await window.screenshot('difference');
    await panel.button('Difference of two layers').click();
  });
});
