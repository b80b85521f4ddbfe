import assert from 'node:assert/strict';
import { packCells } from '../../../../engine/outputs/packCells.js';
import type { PostprocessOptions } from '../../../../engine/protocol/thresholds.js';
import {
  automaticSizes,
  correctedClasses,
  liveThresholds,
  scoreLive,
} from '../../../../webview/scoring/liveScores.js';
import { readPageCells } from '../../../../webview/scoring/outlinedCells.js';
import { scoreOutput } from '../../../../webview/notebook/useOutputScores.js';
import { unpackCells } from '../../../../webview/notebook/unpackCells.js';
import { manyCells } from '../../outputs/manyCells.js';

describe('cells of an output, unpacked', () => {
  const { sidePx, cells } = manyCells(20);
  const size = { widthPx: sidePx, heightPx: sidePx };
  const thresholds: PostprocessOptions = { resolution: '40x' };
  const set = new Uint8Array(cells.length);
  set[5] = 2;
  set[9] = 1;
  set[11] = 3;
  const means = { dapi_mean: Float32Array.from(cells, (_, i) => (i % 2550) / 10) };
  const packed = packCells({ cells, means, set, thresholds }, 100_000).cells!;
  const file = {
    ...{ schemaVersion: 1, widthPx: sidePx, heightPx: sidePx, cells },
    found: { segThreshold: 120, noiseThreshold: 4, largeNoiseThreshold: null, resolution: '40x' },
  };

  it('are those of cells.json, outlines and means included', async () => {
    const unpacked = await unpackCells(packed, size);
    const page = readPageCells(JSON.parse(JSON.stringify(file)), size);
    assert.deepEqual(unpacked.list, page.list);
    assert.deepEqual(unpacked.outlineStart, page.outlineStart);
    assert.deepEqual(unpacked.outlineXy, page.outlineXy);
    assert.deepEqual(unpacked.perimeterPx, page.perimeterPx);
    assert.deepEqual(unpacked.means, means);
  });

  it('have the columns of plug-ins that fit', async () => {
    const plugin = { id: 'acme.shape', title: 'Nuclear shape', version: '1.2.0' };
    const about = { id: 'solidity', title: 'Solidity', unit: '', meaning: 'Area over hull.', plugin };
    const contributed = [{ ...about, values: Float64Array.from(cells, (_, i) => (i === 3 ? NaN : i / 4)) }];
    const output = packCells({ cells, contributed, thresholds }, 100_000).cells!;
    assert.deepEqual((await unpackCells(output, size)).contributed, contributed);
    assert.equal(
      packCells({ cells, contributed, thresholds }, output.data.length + 10).cells!.contributed,
      undefined,
    );
  });

  it('score as the result panel does at every threshold, corrections included', async () => {
    const unpacked = await unpackCells(packed, size);
    const page = readPageCells(JSON.parse(JSON.stringify(file)), size);
    const corrections = [5, 9, 11].map((i) => ({
      ...{ map: 'Seg', x: cells[i]!.centroid[0], y: cells[i]!.centroid[1], positive: set[i] === 2 },
      at: '2026-01-01T00:00:00Z',
      ...(set[i] === 3 ? { excluded: true as const } : {}),
    }));
    const stored = { scoring: { num_total: 0 } } as unknown as Parameters<typeof scoreOutput>[0];
    for (const options of optionsToTry()) {
      const numbers = liveThresholds(options, page.list, 128, automaticSizes(page.list));
      const classes = correctedClasses(page.list, corrections, 'Seg');
      const [alone, gate] = [new Uint8Array(cells.length), new Uint8Array(cells.length)];
      const panel = scoreLive(page.list, numbers, classes, alone, gate);
      const output = scoreOutput({ ...stored, automaticMarker: 128 }, unpacked, options);
      assert.deepEqual(
        { scoring: output.scoring, correctedScoring: output.correctedScoring, gate: output.gate },
        { ...panel, gate },
        JSON.stringify(options),
      );
    }
  });

  it('that are damaged are refused in words: cut off, a chain that leaves the map', async () => {
    const cut = { ...packed, data: packed.data.slice(0, (packed.data.length >> 2) << 1) };
    await assert.rejects(
      unpackCells({ ...cut, data: cut.data.slice(0, cut.data.length & ~3) }, size),
      /are damaged/,
    );
    await assert.rejects(unpackCells(packed, { widthPx: 100, heightPx: 100 }), /are damaged/);
    await assert.rejects(unpackCells({ ...packed, count: packed.count + 50 }, size), /are damaged/);
  });

  it('without places are counted, and not drawn', async () => {
    const { cells: few } = packCells({ cells, thresholds }, 1500);
    const unpacked = await unpackCells(few!, size);
    assert.equal(unpacked.placed, false);
    assert.equal(unpacked.list.length, cells.length);
  });
});

function* optionsToTry(): Generator<PostprocessOptions> {
  for (const sizeThreshold of ['auto', 0, 40, 60] as const)
    for (const markerThreshold of ['none', 'auto', 0, 200] as const)
      yield { resolution: '20x', sizeThreshold, markerThreshold, sizeThresholdUpper: 90 };
  yield { resolution: '40x', odThresholdLower: 50, odThresholdUpper: 150 };
}
