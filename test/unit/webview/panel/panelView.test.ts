import assert from 'node:assert/strict';
import { FIRST_PANEL_VIEW, readPanelView } from '../../../../webview/panel/panelView.js';
import { FIRST_TABLE_LOOK } from '../../../../webview/scoring/tableLook.js';
import { FIRST_VIEW } from '../../../../webview/viewer/viewState.js';

describe('the saved view of the result panel', () => {
  it('comes back as it was', () => {
    const view = {
      ...FIRST_VIEW,
      linked: false,
      tab: 'scores',
      sidebar: false,
      dock: true,
      sidebarPx: 410,
      dockPx: 222,
      intensity: {
        '["/a","Seg"]': {
          measurement: 'marker',
          cutoffs: { marker: { weak: 10, moderate: 20, strong: 30 } },
        },
      },
      tables: {
        '["/a","Seg"]': {
          sort: { by: 'area', descending: true },
          classes: 'positive',
          shown: ['number', 'od'],
          plotted: 'od',
          range: { low: 0.2, high: 0.7 },
        },
      },
    };
    assert.deepEqual(readPanelView(JSON.parse(JSON.stringify(view))), view);
  });

  for (const broken of [undefined, null, 7, [FIRST_PANEL_VIEW]])
    it(`is the first view where ${JSON.stringify(broken) ?? 'nothing'} was saved`, () =>
      assert.deepEqual(readPanelView(broken), FIRST_PANEL_VIEW));

  it('loses the parts that make no sense, and keeps the rest', () => {
    const read = readPanelView({
      linked: false,
      tab: 'secrets',
      dock: 1,
      sidebarPx: -3,
      dockPx: 'high',
      intensity: {
        a: { measurement: 'colour', cutoffs: { od: { weak: 1, moderate: 2 }, marker: 7 } },
        b: { cutoffs: { od: { weak: -1, moderate: 2, strong: 3 } } },
        c: 'strong',
      },
      tables: {
        a: { sort: { by: 'secrets' }, classes: 'some', shown: ['x', 7, '<b>'], range: { low: 1, high: 2 } },
        b: { shown: [], plotted: 'od', range: { low: 3, high: 2 } },
        c: 7,
      },
    });
    assert.deepEqual(read, {
      ...FIRST_PANEL_VIEW,
      linked: false,
      intensity: { a: { cutoffs: {} }, b: { cutoffs: {} } },
      tables: {
        a: { ...FIRST_TABLE_LOOK, shown: ['x'] },
        b: { ...FIRST_TABLE_LOOK, plotted: 'od' },
      },
    });
  });
});
