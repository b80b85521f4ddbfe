// Texts of presets in the list to choose from.

import assert from 'node:assert/strict';
import type { PresetEstimate } from '../../../../engine/protocol/dataCheck.js';
import { durationText, presetItem } from '../../../../extension/training/presetItem.js';

const PRESET: PresetEstimate = {
  id: 'small',
  title: 'Small',
  detail: 'Networks that one processor can train.',
  options: {},
  tilePx: 256,
  memoryBytes: 1.5e9,
  secondsPerStep: 4.25,
  isMeasured: true,
  steps: 1000,
  diskBytes: 1.2e9,
};

describe('a preset in the list', () => {
  it('says its time, memory and disk, and that a step was measured', () =>
    assert.equal(
      presetItem(PRESET).detail,
      'about 71 min · 4.3 s per step (measured) · 1.5 GB of memory · 1.2 GB on disk',
    ));

  it('that cannot run here says why', () => {
    const refusal = 'needs about 22 GB of memory, and WebAssembly has 4.3 GB';
    assert.match(presetItem({ ...PRESET, refusal }).detail, /It needs about 22 GB of memory/);
  });

  it('lasts minutes, hours or days', () =>
    assert.deepEqual([20, 3600 * 5, 86_400 * 9].map(durationText), [
      'about 1 min',
      'about 5 h',
      'about 9 days',
    ]));
});
