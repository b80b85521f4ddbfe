// Re-scoring: the scores during a drag are those that the command line computes, and that are saved.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'mocha';
import { TOY } from '../integration/vscode/host.mjs';
import { eventually } from './eventually.mjs';
import { showResult } from './resultPanel.mjs';
import { theWindow } from './theWindow.mjs';

describe('a user who moves the thresholds of a result', () => {
  let window;
  let panel;
  let folder;
  const thresholds = {};
  const stored = () => JSON.parse(readFileSync(join(folder, 'scoring.json'), 'utf8'));
  const counts = ({ num_total, num_pos, num_neg, percent_pos }) => ({
    num_total,
    num_pos,
    num_neg,
    percent_pos,
  });

  before(async () => {
    window = await theWindow();
    panel = await showResult(window, 'tile');
    folder = join(window.results, 'tile');
    await panel.tab('Scores');
  });

  it('sees the scores that the analysis found', async () => {
    assert.deepEqual(await panel.scores(), counts(stored()));
  });

  it('sees them change while a slider is dragged', async () => {
    const before = stored();
    const others = (title) => async () => {
      const found = await panel.scores();
      // Dragging is not over yet.
      assert.notDeepEqual(found, shown, `${title} changes nothing.`);
      shown = found;
    };
    let shown = await panel.scores();
    const drag = (title, to) => panel.drag(title, to, () => eventually(others(title)));
    thresholds.segmentation = await drag('Segmentation', 145);
    thresholds.size = await drag('Smallest size', 200);
    thresholds.marker = await drag('Marker', 40);
    assert.match(await panel.note(), /Not saved/);
    assert.deepEqual(stored(), before, 'Nothing is kept before Save.');
    await window.screenshot('scores');
  });

  it('keeps them with Save, and they are those of the command line', async () => {
    const shown = await panel.scores();
    await panel.save();
    assert.deepEqual(await panel.scores(), shown);
    assert.deepEqual(counts(stored()), shown);
    const options = [
      ...['--seg-thresh', thresholds.segmentation, '--size-thresh', thresholds.size],
      ...['--marker-thresh', thresholds.marker],
    ].map(String);
    const image = join(window.sandbox.workspace, 'tile.png');
    const at = (name) => join(folder, name);
    const again = (command) => join(window.sandbox.root, command);
    const pictures = ['--image', image, '--seg', at('Seg.png'), '--marker', at('marker.png')];
    const postprocess = ['postprocess', ...pictures, '--resolution', '40x', '--out', again('postprocess')];
    await window.commandLine(...postprocess, ...options);
    await window.commandLine('infer', image, '--model', TOY, '--out', again('infer'), ...options);
    for (const command of ['postprocess', 'infer'])
      assert.deepEqual(
        JSON.parse(readFileSync(join(again(command), 'tile/scoring.json'), 'utf8')),
        stored(),
        command,
      );
  });
});
