// Export of a result: the files are in the form that other programs expect.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { showResult } from './resultPanel.mjs';
import { theWindow } from './theWindow.mjs';

describe('a user who exports a result', () => {
  let window;
  let panel;
  let scoring;
  before(async () => {
    window = await theWindow();
    panel = await showResult(window, 'turned');
    scoring = JSON.parse(readFileSync(join(window.results, 'turned/scoring.json'), 'utf8'));
  });

  const exported = async (title, format) => {
    await panel.button('Export the result').click();
    await window.pick(title);
    const path = await window.saveAsProposed(format);
    assert.match(await window.readNotification(/exported to/), new RegExp(`turned\\.${format}`));
    return readFileSync(path, 'utf8');
  };

  it('as GeoJSON: a polygon for every counted cell, with its class, as QuPath reads it', async () => {
    const { type, features } = JSON.parse(await exported('Cells as GeoJSON', 'geojson'));
    assert.equal(type, 'FeatureCollection');
    assert.equal(features.length, scoring.num_total);
    const isPositive = ({ properties }) => properties.classification.name === 'Positive';
    assert.equal(features.filter(isPositive).length, scoring.num_pos);
    for (const { geometry } of features) {
      assert.match(geometry.type, /Polygon$/);
      const ring = geometry.coordinates.flat(geometry.type === 'Polygon' ? 0 : 1)[0];
      assert.deepEqual(ring[0], ring.at(-1), 'Its ring is closed.');
    }
  });

  it('as scores: with the H-score by the cut-offs that the user has set', async () => {
    await panel.tab('Scores');
    await panel.cutoff('1+').fill('40');
    const shown = await panel.page.locator('dd[data-grade="H-score"]').innerText();
    const { od } = JSON.parse(await exported('Scores as JSON', 'json')).maps.Seg.intensity;
    assert.equal(od.cutoffs.weak, 40);
    assert.equal(od.hScore.toFixed(0), shown);
    await panel.button('Defaults').click();
  });

  it('as CSV: a row for every cell, under a header', async () => {
    const [head, ...rows] = (await exported('Cells as CSV', 'csv')).trim().split(/\r?\n/);
    const columns = head.split(',');
    assert.ok(columns.length > 5, head);
    assert.ok(rows.length >= scoring.num_total);
    for (const row of rows) assert.equal(row.split(',').length, columns.length, row);
  });

  it('as a report: one HTML page that shows scores and pictures, and asks for nothing', async () => {
    const html = await exported('Report as HTML', 'html');
    await window.panel().getByRole('heading', { name: 'How it was made' }).waitFor();
    assert.match(html, /^<!DOCTYPE html>/i);
    assert.ok(html.includes(`>${scoring.num_total}<`) && html.includes(`${scoring.percent_pos}`));
    assert.match(html, /<img [^>]*src="data:image\//);
    assert.doesNotMatch(html, /(src|href)="https?:/);
    const page = await window.page.context().newPage();
    await page.setContent(html);
    await page.locator('img').first().waitFor();
    const broken = await page
      .locator('img')
      .evaluateAll((all) => all.filter((img) => img.naturalWidth === 0).length);
    assert.equal(broken, 0);
    await page.close();
  });
});
