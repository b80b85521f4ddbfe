import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cellRecord } from '../../../../engine/postprocessing/cellRecord.js';
import type { CellList } from '../../../../engine/postprocessing/cellColumns.js';
import { findCells } from '../../../../engine/postprocessing/cells.js';
import { markerPlane, opticalDensityPlane } from '../../../../engine/postprocessing/intensityPlanes.js';
import { COUNTED_NEGATIVE, COUNTED_POSITIVE } from '../../../../engine/postprocessing/gate.js';
import { automaticMarkerThreshold } from '../../../../engine/postprocessing/markerThreshold.js';
import { classifyPixels } from '../../../../engine/postprocessing/pixelClasses.js';
import { postprocess } from '../../../../engine/postprocessing/postprocess.js';
import type { Raster } from '../../../../engine/protocol/raster.js';
import type { PostprocessOptions, Resolution } from '../../../../engine/protocol/thresholds.js';
import {
  automaticSizes,
  correctedClasses,
  liveThresholds,
  scoreLive,
} from '../../../../webview/scoring/liveScores.js';
import {
  findingOf,
  findPageCells,
  readPageCells,
  type MapPixels,
  type OutlinedCells,
} from '../../../../webview/scoring/outlinedCells.js';
import { readRgb } from '../../../parity/postprocessManifest.js';
import { seeded, type Whole } from './seeded.js';

const FOLDER = fileURLToPath(
  new URL('../../../../../test/fixtures/deepliif/f_postprocess/799_2/', import.meta.url),
);

describe('live scores', () => {
  let ihc: Raster, seg: Raster, marker: Raster;
  let stored: OutlinedCells;
  let pixels: MapPixels;
  let automaticMarker: number;

  before(async () => {
    [ihc, seg, marker] = await Promise.all([
      readRgb(join(FOLDER, 'in_ihc.png')),
      readRgb(join(FOLDER, 'in_seg.png')),
      readRgb(join(FOLDER, 'in_marker.png')),
    ]);
    const od = opticalDensityPlane(ihc);
    pixels = { segmentation: seg, marker: markerPlane(marker), od };
    automaticMarker = automaticMarkerThreshold(pixels.marker!);
    // The engine writes the cells so; JSON carries them to the page.
    const found = findCells(classifyPixels(seg, 120), seg.width, seg.height, { marker: pixels.marker!, od });
    const cells = Array.from({ length: found.cells.length }, (_, i) =>
      cellRecord(found.mask, found.cells, i),
    );
    stored = readPageCells(
      JSON.parse(
        JSON.stringify({
          schemaVersion: 1,
          widthPx: seg.width,
          heightPx: seg.height,
          found: { segThreshold: 120, noiseThreshold: 4, largeNoiseThreshold: null, resolution: '40x' },
          cells,
        }),
      ),
      { widthPx: seg.width, heightPx: seg.height },
    );
  });

  it('equal a full run, whatever the thresholds of cells that are there', () => {
    const whole = seeded(3);
    for (let i = 0; i < 30; i++) mustEqual(anyGating(whole), stored);
  });

  it('equal a full run, whatever the segmentation threshold', () => {
    const whole = seeded(7);
    for (let i = 0; i < 15; i++) {
      const options: PostprocessOptions = {
        ...anyGating(whole),
        segThreshold: whole(0, 400),
        noiseThreshold: whole(0, 40),
        ...(whole(0, 1) ? { largeNoiseThreshold: whole(0, 1) ? 'auto' : whole(50, 3000) } : {}),
      };
      mustEqual(options, findPageCells(pixels, findingOf(options)));
    }
  });

  it('of stored cells are those of cells found again, outlines included', () => {
    const again = findPageCells(pixels, stored.found);
    assert.deepEqual(again.list, stored.list);
    assert.deepEqual(again.outlineStart, stored.outlineStart);
    assert.deepEqual(again.outlineXy, stored.outlineXy);
  });

  it('refuse an automatic marker threshold that is not known, and need none without a marker', () => {
    const options: PostprocessOptions = { resolution: '40x', markerThreshold: 'auto' };
    assert.throws(() => liveThresholds(options, stored.list, undefined), /is not known/);
    const bare = Object.fromEntries(Object.entries(stored.list).filter(([name]) => name !== 'marker'));
    assert.equal(liveThresholds(options, bare as unknown as CellList, undefined).markerThreshold, undefined);
  });

  it('show beside it the classes that a person set', () => {
    const cells = stored.list;
    const thresholds = liveThresholds({ resolution: '40x' }, cells, automaticMarker);
    const alone = new Uint8Array(cells.length);
    const gate = new Uint8Array(cells.length);
    scoreLive(cells, thresholds, correctedClasses(cells, [], 'Seg'), alone, gate);
    const cell = gate.indexOf(COUNTED_NEGATIVE);
    const correction = {
      map: 'Seg',
      x: cells.centroidX[cell]!,
      y: cells.centroidY[cell]!,
      positive: true,
      at: '2026-01-01T00:00:00.000Z',
    };
    const classes = correctedClasses(cells, [correction], 'Seg');
    const { scoring, correctedScoring } = scoreLive(cells, thresholds, classes, alone, gate);
    assert.deepEqual(classes.indices, [cell]);
    assert.equal(correctedScoring.num_pos, scoring.num_pos + 1);
    assert.equal(correctedScoring.num_total, scoring.num_total);
    assert.equal(gate[cell], COUNTED_POSITIVE);
    assert.equal(alone[cell], COUNTED_NEGATIVE);
  });

  function mustEqual(options: PostprocessOptions, cells: OutlinedCells): void {
    const full = postprocess(ihc, seg, marker, { ...options, measureOd: true });
    const list: CellList = cells.list;
    const thresholds = liveThresholds(options, list, automaticMarker, automaticSizes(list));
    const gate = new Uint8Array(list.length);
    const classes = correctedClasses(list, [], 'Seg');
    const { scoring } = scoreLive(list, thresholds, classes, gate, new Uint8Array(list.length));
    const asked = JSON.stringify(options);
    assert.deepEqual(thresholds, full.thresholds, asked);
    assert.deepEqual(scoring, full.scoring, asked);
    assert.deepEqual(gate, full.gate, asked);
  }
});

function anyGating(whole: Whole): PostprocessOptions {
  const resolution = (['40x', '20x', '10x'] as const satisfies readonly Resolution[])[whole(0, 2)]!;
  const marker = [{}, { markerThreshold: 'auto' as const }, { markerThreshold: whole(0, 255) }, {}][
    whole(0, 3)
  ]!;
  const od = {
    ...(whole(0, 1) ? { odThresholdLower: whole(0, 200) } : {}),
    ...(whole(0, 1) ? { odThresholdUpper: whole(50, 400) } : {}),
  };
  return {
    resolution,
    ...(whole(0, 2) ? { sizeThreshold: whole(0, 300) } : {}),
    ...(whole(0, 1) ? { sizeThresholdUpper: whole(50, 2000) } : {}),
    ...(whole(0, 1) ? marker : od),
  };
}
