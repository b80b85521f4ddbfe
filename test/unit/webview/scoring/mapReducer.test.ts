import assert from 'node:assert/strict';
import type { PostprocessOptions } from '../../../../engine/protocol/thresholds.js';
import type { SegmentationMap } from '../../../../webview/messages/viewer.js';
import type { CellEdit } from '../../../../webview/scoring/cellEdits.js';
import type { MapMessage } from '../../../../webview/scoring/mapReducer.js';
import { cells, loaded, openedMap, PANE, segmentationMap, STORED } from './openedMap.js';

describe('a segmentation map on the page', () => {
  it('shows the stored score, and reads its cells when it may', () => {
    const map = openedMap();
    assert.equal(map.scores.scoring.num_total, 4);
    assert.deepEqual([map.scores.loading, map.open.length], [true, 0]);
    map.send({ type: 'start' });
    assert.deepEqual(map.open, [
      { type: 'readCells', request: 1, uri: '/cells.json?1', size: { widthPx: 100, heightPx: 100 } },
    ]);
    map.answerCells();
    assert.deepEqual([map.scores.loading, map.scores.cells?.list.length], [false, 4]);
    assert.deepEqual([...map.scores.cells!.gate], [1, 2, 1, 2]);
  });

  it('says why its cells cannot be read, and tells the log', () => {
    const map = openedMap().send({ type: 'start' }).fail('readCells');
    assert.deepEqual([map.scores.problem, map.scores.loading], ['The disk is gone.', false]);
    assert.deepEqual(map.posted, [{ type: 'failed', message: 'Seg: The disk is gone.', show: false }]);
    assert.equal(map.open.length, 0, 'It is not tried again.');
  });
});

describe('means of the cells', () => {
  const measuredMap = () =>
    openedMap(segmentationMap({ measurementsUri: '/measurements.json?1' }))
      .send({ type: 'start' })
      .answerCells();
  const dapi_mean = Float32Array.of(1, 2, 3, 4);

  it('are read after the cells, which do not wait for them', () => {
    const map = measuredMap();
    assert.deepEqual([map.counts, map.scores.loading, map.scores.cells?.means], [[4, 2], false, undefined]);
    map.answerMeasurements({ dapi_mean });
    assert.deepEqual([map.scores.cells?.means, map.scores.unmeasured], [{ dapi_mean }, undefined]);
  });

  it('are missing in results of earlier versions, and for cells found on the page', () => {
    assert.match(loaded().scores.unmeasured ?? '', /earlier version/);
    const map = measuredMap().answerMeasurements({ dapi_mean }).change({ segThreshold: 150 }).answerPixels();
    map.answerFound(cells(150, [50, 60]));
    assert.deepEqual(map.scores.cells?.means, undefined);
    assert.match(map.scores.unmeasured ?? '', /found on the page/);
  });

  it('that cannot be read leave the cells as they are', () => {
    const map = measuredMap().fail('readMeasurements');
    assert.deepEqual([map.scores.problem, map.scores.unmeasured], [undefined, 'The disk is gone.']);
  });
});

describe('moved thresholds', () => {
  it('change the score at once, and nothing is saved', () => {
    const map = loaded().change({ sizeThreshold: 25 });
    assert.deepEqual(map.counts, [2, 1]);
    assert.deepEqual([map.scores.unsaved, map.posted.length], [true, 0]);
    map.send({ type: 'reset' });
    assert.deepEqual([map.counts, map.scores.unsaved], [[4, 2], false]);
  });

  it('while the cells load count for the cells that come', () => {
    const map = openedMap().send({ type: 'start' }).change({ sizeThreshold: 25 });
    assert.deepEqual(map.counts, [4, 2], 'as stored');
    map.answerCells();
    assert.deepEqual(map.counts, [2, 1]);
  });

  it('are saved on request, and follow what the host then shows', () => {
    const map = loaded().change({ sizeThreshold: 25 }).send({ type: 'save' });
    const thresholds = { ...STORED, sizeThreshold: 25 };
    assert.deepEqual(map.posted, [{ type: 'rescore', pane: '/result', thresholds }]);
    map.send({ type: 'show', pane: PANE, map: segmentationMap({ thresholds }) });
    assert.equal(map.scores.unsaved, false);
  });

  it('stay where they are when another window scores the result', () => {
    const map = loaded().change({ sizeThreshold: 25 });
    const thresholds = { ...STORED, sizeThreshold: 35 };
    map.send({ type: 'show', pane: PANE, map: segmentationMap({ thresholds }) });
    assert.equal(map.scores.options.sizeThreshold, 25);
    const untouched = loaded();
    untouched.send({ type: 'show', pane: PANE, map: segmentationMap({ thresholds }) });
    assert.deepEqual(untouched.counts, [1, 1]);
  });

  it('that make no sense change no score, and say why', () => {
    const map = loaded().change({ sizeThreshold: Infinity });
    assert.match(map.scores.problem ?? '', /sizeThreshold is Infinity/);
    assert.deepEqual(map.counts, [4, 2]);
    assert.equal(map.change({ sizeThreshold: 25 }).scores.problem, undefined);
  });
});

describe('another segmentation threshold', () => {
  it('reads the pictures once, and finds the cells again', () => {
    const map = loaded().change({ segThreshold: 150 });
    assert.deepEqual(map.requestOf('readPixels'), {
      type: 'readPixels',
      request: 2,
      uris: { segmentation: '/Seg.png', marker: '/marker.png' },
      size: { widthPx: 100, heightPx: 100 },
    });
    assert.deepEqual([map.scores.finding, map.counts], [true, [4, 2]]);
    map.answerPixels();
    map.answerFound(cells(150, [50, 60]));
    assert.deepEqual([map.scores.finding, map.counts], [false, [2, 1]]);
    map.change({ segThreshold: 160 });
    assert.deepEqual(
      map.open.map(({ type }) => type),
      ['findCells'],
    );
  });

  it('is searched for once at a time: the next search is for where the slider stands then', () => {
    const map = loaded().change({ segThreshold: 150 }).answerPixels();
    for (const segThreshold of [160, 170, 180]) map.change({ segThreshold });
    assert.equal(map.open.length, 1);
    map.answerFound(cells(150, [50, 60]));
    const next = map.requestOf('findCells');
    assert.equal(next.type === 'findCells' && next.finding.segThreshold, 180);
    assert.deepEqual([map.counts, map.scores.finding], [[2, 1], true]);
  });

  it('moved back shows the stored cells, and what was found meanwhile is dropped', () => {
    const map = loaded().change({ segThreshold: 150 }).answerPixels();
    map.change({ segThreshold: 120 });
    map.answerFound(cells(150, [50, 60]));
    assert.deepEqual([map.counts, map.scores.finding, map.open.length], [[4, 2], false, 0]);
  });

  it('whose pictures cannot be read says so, once to the log, and is not tried again', () => {
    const map = loaded().change({ segThreshold: 150 }).fail('readPixels');
    assert.equal(map.scores.problem, 'The disk is gone.');
    map.change({ segThreshold: 160 });
    assert.deepEqual([map.scores.problem, map.posted.length, map.open.length], ['The disk is gone.', 1, 0]);
    assert.equal(map.change({ segThreshold: 120 }).scores.problem, undefined);
  });

  it('whose search fails is not searched for again; another one is', () => {
    const map = loaded().change({ segThreshold: 150 }).answerPixels().fail('findCells');
    assert.deepEqual([map.scores.problem, map.scores.finding], ['The disk is gone.', false]);
    map.change({ sizeThreshold: 25 });
    assert.equal(map.open.length, 0);
    map.change({ segThreshold: 160 });
    assert.equal(map.requestOf('findCells').type, 'findCells');
  });

  it('that cannot be searched for here is applied and saved when the slider is let go', () => {
    const map = openedMap(segmentationMap({ layers: {} }))
      .send({ type: 'start' })
      .answerCells();
    map.change({ segThreshold: 150 });
    assert.match(String(map.scores.segmentationLive), /no segmentation map/);
    assert.deepEqual([map.counts, map.open.length, map.posted.length], [[4, 2], 0, 0]);
    map.send({ type: 'release' });
    assert.deepEqual(map.posted, [
      { type: 'rescore', pane: '/result', thresholds: { ...STORED, segThreshold: 150 } },
    ]);
  });

  it('saves nothing on release where it worked while dragging', () =>
    assert.deepEqual(loaded().change({ segThreshold: 150 }).send({ type: 'release' }).posted, []));
});

describe('the automatic marker threshold', () => {
  it('comes with the pictures; until then the score stays as it is', () => {
    const map = loaded().change({ markerThreshold: 'auto' });
    assert.deepEqual([map.scores.problem, map.counts], [undefined, [4, 2]]);
    map.answerPixels(7);
    assert.deepEqual([map.scores.thresholds?.markerThreshold, map.counts], [7, [4, 4]]);
  });

  it('is known from the stored score where that used it', () => {
    const { scoring } = segmentationMap();
    const thresholds: PostprocessOptions = { ...STORED, markerThreshold: 'auto' };
    const map = openedMap(segmentationMap({ thresholds, scoring: { ...scoring, marker_thresh: 7 } }));
    map.send({ type: 'start' }).answerCells();
    assert.deepEqual([map.open.length, map.counts], [0, [4, 4]]);
  });
});

describe('classes set by hand', () => {
  const edit = (how: CellEdit, ...cells: readonly number[]): MapMessage => ({
    type: 'edit',
    edit: how,
    cells,
    at: '2026-01-01T00:00:00.000Z',
  });
  const flip = (cell: number) => edit('flip', cell);

  it('count beside the thresholds, and are posted', () => {
    const map = loaded().send(flip(0));
    assert.deepEqual(map.counts, [4, 3]);
    assert.deepEqual([map.scores.scoring.num_pos, map.scores.correctedCount], [2, 1]);
    const correction = { map: 'Seg', x: 0, y: 5, positive: true, at: '2026-01-01T00:00:00.000Z' };
    assert.deepEqual(map.posted, [
      { type: 'correct', pane: '/result', map: 'Seg', corrections: [correction] },
    ]);
  });

  it('are undone and done again, each posted', () => {
    const map = loaded().send(flip(0)).send({ type: 'undo' });
    assert.deepEqual([map.counts, map.scores.canUndo, map.scores.canRedo], [[4, 2], false, true]);
    map.send({ type: 'redo' });
    assert.deepEqual([map.counts, map.posted.length], [[4, 3], 3]);
    map.send({ type: 'redo' });
    assert.equal(map.posted.length, 3, 'There is nothing more to do again.');
  });

  it('of many cells are one message and one step of undo', () => {
    const map = loaded().send(edit('flip', 0, 1, 2, 3));
    assert.deepEqual([map.counts, map.scores.correctedCount, map.posted.length], [[4, 2], 4, 1]);
    assert.deepEqual([...map.scores.cells!.gate], [2, 1, 2, 1]);
    map.send({ type: 'undo' });
    assert.deepEqual([map.scores.correctedCount, map.scores.canUndo], [0, false]);
  });

  it('exclude cells, which then count no more, and restore them', () => {
    const map = loaded().send(edit('exclude', 0, 1));
    assert.deepEqual([map.counts, map.scores.scoring.num_total], [[2, 1], 4]);
    assert.equal(map.send(edit('flip', 0)).posted.length, 1, 'An excluded cell has no class to flip.');
    map.send(edit('restore', 0, 1, 2));
    assert.deepEqual([map.counts, map.scores.correctedCount], [[4, 2], 0]);
  });

  it('keep their history when the host shows them', () => {
    const map = loaded().send(flip(0));
    const [{ corrections }] = map.posted as [{ corrections: SegmentationMap['corrections'] }];
    map.send({ type: 'show', pane: PANE, map: segmentationMap({ corrections }) });
    assert.deepEqual([map.counts, map.scores.canUndo], [[4, 3], true]);
  });

  it('are none for cells that do not count', () => {
    const map = loaded().change({ sizeThreshold: 25 }).send(flip(0));
    assert.deepEqual([map.posted, map.scores.correctedCount], [[], 0]);
  });

  it('stay with their cells when those are found again', () => {
    const map = loaded().send(flip(0)).change({ segThreshold: 150 }).answerPixels();
    map.answerFound(cells(150));
    assert.deepEqual([map.counts, map.scores.correctedCount], [[4, 3], 1]);
  });
});

describe('a map whose file has changed', () => {
  const other = segmentationMap({ cellsUri: '/cells.json?2' });

  it('shows the old cells until the new ones are here', () => {
    const map = loaded().send({ type: 'show', pane: PANE, map: other });
    assert.deepEqual([map.counts, map.scores.loading], [[4, 2], false]);
    const request = map.requestOf('readCells');
    assert.equal(request.type === 'readCells' && request.uri, '/cells.json?2');
    map.answerCells(cells(120, [50]));
    assert.deepEqual(map.counts, [1, 0]);
  });

  it('ignores the answers to requests before', () => {
    const map = openedMap().send({ type: 'start' });
    const { request } = map.requestOf('readCells');
    map.send({ type: 'show', pane: PANE, map: other });
    map.send({ type: 'cells', request, cells: cells(120, [50]) });
    assert.deepEqual([map.scores.cells, map.scores.loading], [undefined, true]);
    map.send({ type: 'failed', request, message: 'too late' });
    assert.deepEqual([map.scores.problem, map.posted], [undefined, []]);
    map.answerCells();
    assert.equal(map.scores.cells?.list.length, 4);
  });

  it('reads the pictures anew before it finds cells', () => {
    const map = loaded().change({ segThreshold: 150 }).answerPixels();
    const { request } = map.requestOf('findCells');
    map.send({ type: 'show', pane: PANE, map: other }).answerCells(cells(120, [50]));
    map.send({ type: 'found', request, cells: cells(150, [60, 70]) });
    assert.deepEqual(map.counts, [1, 0], 'The search was in the old pictures.');
    assert.equal(map.requestOf('readPixels').type, 'readPixels');
  });
});

describe('the curve of the segmentation threshold', () => {
  const points = [100, 200];
  const curve = points.map((threshold) => ({ threshold, total: 4, positive: 2 }));
  const asked = () => loaded().send({ type: 'askCurve', points }).answerPixels();

  it('is computed once the pictures are here', () => {
    const map = asked();
    assert.deepEqual(map.requestOf('findCurve'), {
      type: 'findCurve',
      request: 3,
      options: STORED,
      points,
    });
    map.answer('findCurve', (request) => ({ type: 'curve', request, curve }));
    assert.deepEqual(map.scores.segmentationCurve, curve);
  });

  it('is dropped where another request broke it off, or it was asked for again', () => {
    const map = asked();
    map.answer('findCurve', (request) => ({ type: 'curve', request, curve: curve.slice(1) }));
    assert.deepEqual(map.scores.segmentationCurve, []);
    map.send({ type: 'askCurve', points });
    const { request } = map.requestOf('findCurve');
    map.send({ type: 'askCurve', points: [7, 8] });
    map.send({ type: 'curve', request, curve });
    assert.deepEqual(map.scores.segmentationCurve, []);
  });

  it('is no problem where it cannot be computed', () => {
    const map = loaded().send({ type: 'askCurve', points }).fail('readPixels');
    assert.equal(map.scores.problem, undefined);
  });
});

describe('a worker that breaks', () => {
  it('fails all that was asked of it', () => {
    const map = loaded().change({ segThreshold: 150 }).answerPixels();
    map.send({ type: 'failed', request: undefined, message: 'The script is gone.' });
    assert.deepEqual([map.scores.problem, map.scores.finding], ['The script is gone.', false]);
  });
});
