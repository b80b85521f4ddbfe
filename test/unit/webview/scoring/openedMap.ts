// A segmentation map whose page, host and worker a test plays.

import assert from 'node:assert/strict';
import type { CellMeans } from '../../../../engine/measurements/cellMeans.js';
import type { CellList } from '../../../../engine/postprocessing/cellColumns.js';
import type { PostprocessOptions } from '../../../../engine/protocol/thresholds.js';
import type { Pane, SegmentationMap } from '../../../../webview/messages/viewer.js';
import {
  mapReducer,
  type MapAnswer,
  type MapEffect,
  type MapMessage,
} from '../../../../webview/scoring/mapReducer.js';
import type { MapActions } from '../../../../webview/scoring/mapScores.js';
import { firstMapState, mapScores, type MapState } from '../../../../webview/scoring/mapState.js';
import type { OutlinedCells } from '../../../../webview/scoring/outlinedCells.js';

/** Four cells of 10, 20, 30 and 40 pixels; those at odd places are positive. */
export function cells(segThreshold = 120, areas: readonly number[] = [10, 20, 30, 40]): OutlinedCells {
  const column = (value: (i: number) => number) => Int32Array.from(areas, (_, i) => value(i));
  const list: CellList = {
    length: areas.length,
    areaPx: Int32Array.from(areas),
    positive: Uint8Array.from(areas, (_, i) => i % 2),
    marker: Uint8Array.from(areas, () => 10),
    firstX: column((i) => i),
    firstY: column(() => 0),
    minX: column((i) => i),
    maxX: column((i) => i),
    maxY: column(() => 0),
    centroidX: column((i) => 10 * i),
    centroidY: column(() => 5),
  };
  return {
    found: { segThreshold, noiseThreshold: 4, largeNoiseThreshold: null },
    list,
    outlineStart: new Uint32Array(areas.length + 1),
    outlineXy: new Float32Array(0),
  };
}

const picture = (id: string) =>
  ({ id, title: id, role: 'image', picture: { id, kind: 'file', uri: `/${id}.png` } }) as const;
export const PANE: Pane = {
  id: '/result',
  kind: 'result',
  title: 'result',
  detail: '',
  widthPx: 100,
  heightPx: 100,
  layers: [picture('Seg'), picture('marker')],
  maps: [],
  notices: [],
  problems: [],
};
export const STORED: PostprocessOptions = { resolution: '40x', sizeThreshold: 5 };
export function segmentationMap(part: Partial<SegmentationMap> = {}): SegmentationMap {
  return {
    name: 'Seg',
    cellsUri: '/cells.json?1',
    layers: { segmentation: 'Seg', marker: 'marker' },
    thresholds: STORED,
    scoring: {
      num_total: 4,
      num_pos: 2,
      num_neg: 2,
      percent_pos: 50,
      seg_thresh: 120,
      size_thresh: 5,
      size_thresh_upper: null,
      marker_thresh: null,
    },
    corrections: [],
    ...part,
  };
}

/** A map that the test plays the page, the host and the worker of. */
export function openedMap(map = segmentationMap(), pane = PANE) {
  let state: MapState = firstMapState(pane, map);
  const open: MapEffect[] = [];
  const posted: unknown[] = [];
  const requestOf = (type: MapEffect['type']) => {
    const effect = open.findLast((each) => each.type === type);
    assert.ok(effect && effect.type !== 'post', `There is no open request ${type}.`);
    return effect;
  };
  const opened = {
    send: (message: MapMessage) => {
      const step = mapReducer(state, message);
      state = step.state;
      for (const effect of step.effects) {
        if (effect.type === 'post') posted.push(effect.message);
        else open.push(effect);
      }
      return opened;
    },
    change: (options: Partial<PostprocessOptions>) => opened.send({ type: 'change', options }),
    /** The worker answers the newest request of a kind. */
    answer: (type: MapEffect['type'], answer: (request: number) => MapAnswer) => {
      const effect = requestOf(type);
      open.splice(open.indexOf(effect), 1);
      return opened.send(answer(effect.request));
    },
    answerCells: (found = cells()) =>
      opened.answer('readCells', (request) => ({ type: 'cells', request, cells: found })),
    answerMeasurements: (means: CellMeans) =>
      opened.answer('readMeasurements', (request) => ({ type: 'measurements', request, means })),
    answerPixels: (automaticMarker: number | undefined = 7, od = false) =>
      opened.answer('readPixels', (request) => ({ type: 'pixels', request, automaticMarker, od })),
    answerFound: (found: OutlinedCells) =>
      opened.answer('findCells', (request) => ({ type: 'found', request, cells: found })),
    fail: (type: MapEffect['type']) =>
      opened.answer(type, (request) => ({ type: 'failed', request, message: 'The disk is gone.' })),
    requestOf,
    open,
    posted,
    get scores() {
      return mapScores(state, {} as MapActions);
    },
    /** Cells that count, and positive ones, corrections applied. */
    get counts() {
      const { num_total, num_pos } = opened.scores.correctedScoring;
      return [num_total, num_pos];
    },
  };
  return opened;
}

export const loaded = () => openedMap().send({ type: 'start' }).answerCells();
