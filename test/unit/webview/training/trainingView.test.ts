import assert from 'node:assert/strict';
import { FIRST_TRAINING_VIEW, readTrainingView } from '../../../../webview/training/trainingView.js';

describe('the saved view of the dashboard', () => {
  it('comes back as it was', () => {
    const view = {
      ...FIRST_TRAINING_VIEW,
      tab: 'samples' as const,
      xRange: { min: 3, max: 9 },
      yRanges: { dapi: { min: 0, max: 1 } },
      filter: 'l1',
      step: 1200,
      smoothing: 0.99,
      camera: { x: 0.25, y: 0.75, scale: 4 },
      sidebarPx: 240,
    };
    assert.deepEqual(readTrainingView(JSON.parse(JSON.stringify(view))), view);
  });
  it('loses the parts that make no sense', () => {
    assert.deepEqual(readTrainingView('nonsense'), FIRST_TRAINING_VIEW);
    const odd = {
      tab: 'x',
      xRange: { min: 9, max: 3 },
      yRanges: { a: { min: 'x' }, b: { min: 0, max: 1 } },
      smoothing: 7,
      step: -1,
      camera: { x: 99 },
      sort: { by: 3 },
      sidebarPx: -4,
    };
    assert.deepEqual(readTrainingView(odd), {
      ...FIRST_TRAINING_VIEW,
      yRanges: { b: { min: 0, max: 1 } },
    });
  });
});
