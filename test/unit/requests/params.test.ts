// Parsers of the parameters of requests.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import type { Method } from '../../../engine/protocol/requests.js';
import { checkParams } from '../../../engine/requests/params.js';

const path = resolve('/some/file');
const correction = { map: 'Seg', x: 1, y: 2, positive: true, at: '2026-01-01T00:00:00.000Z' };
const analysis = { image: path, into: path, name: 'a', model: '', backend: 'auto' };

describe('parameters of requests', () => {
  const good: readonly (readonly [Method, object])[] = [
    ['engine/handshake', {}],
    ['backend/list', { selfTest: true }],
    ['model/list', { folders: [path] }],
    ['model/import', { checkpoint: path, into: path, name: 'My-Model-2' }],
    ['image/find', { paths: [path] }],
    ['image/scales', { model: '', images: [path] }],
    ['image/analyse', analysis],
    [
      'image/analyse',
      {
        ...analysis,
        ...{ backend: 'wasm', precision: 'int8', tilePx: 256, overlapPx: 0, mpp: 0.25 },
        thresholds: {
          segThreshold: 0,
          markerThreshold: 'auto',
          sizeThreshold: 'auto',
          largeNoiseThreshold: 'none',
        },
      },
    ],
    ['style/read', { folders: [path], model: 'deepliif-tiny' }],
    [
      'style/project',
      { values: Float64Array.of(1, 2), groups: ['light', 'deep'], use: ['deep'], method: 'umap' },
    ],
    ['picture/open', { file: path }],
    ['picture/tile', { file: path, address: { level: 0, column: 0, row: 0 } }],
    ['result/rescore', { folder: path, thresholds: { resolution: '10x', odThresholdLower: 3 } }],
    ['result/correct', { folder: path, map: 'Seg', corrections: [correction] }],
    ['export/list', {}],
    ['result/export', { folder: path, format: 'geojson', file: path, mpp: 0.5 }],
    ['run/start', { config: path, options: { nEpochs: 3, netG: ['unet_512'] }, runs: path }],
    ['run/resume', { folder: path, backend: 'wasm', generatorRate: 1e-4 }],
    ['run/fork', { folder: path, checkpoint: 'step-000000120' }],
    ['run/model', { folder: path, checkpoint: 'best' }],
    ['run/command', { folder: path, command: { command: 'pause' } }],
    [
      'run/command',
      { folder: path, command: { command: 'rates', generatorRate: 1e-4, discriminatorRate: 1e-5 } },
    ],
  ];
  for (const [method, params] of good)
    it(`of ${method} are taken as they are meant`, () =>
      assert.deepEqual(checkParams(method, params), params));

  it('may have fields that are undefined', () =>
    assert.deepEqual(checkParams('image/analyse', { ...analysis, mpp: undefined }), analysis));

  const bad: readonly (readonly [Method, unknown])[] = [
    ...good.flatMap(([method]): [Method, unknown][] =>
      [undefined, null, 1, 'text', [], { foreign: 1 }].map((params) => [method, params]),
    ),
    ['picture/open', { file: 'relative.png' }],
    ['picture/open', { file: `${path}\0.png` }],
    ['picture/open', { file: '' }],
    ['style/project', { values: Float64Array.of(1, 2, 3), groups: ['light', 'deep'], method: 'pca' }],
    ['style/project', { values: Float64Array.of(NaN), groups: ['light'], method: 'pca' }],
    ['picture/tile', { file: path, address: { level: -1, column: 0, row: 0 } }],
    ['picture/tile', { file: path, address: { level: 0, column: 0.5, row: 0 } }],
    ['picture/tile', { file: path, address: { level: 0, column: Infinity, row: 0 } }],
    ['model/import', { checkpoint: path, into: path, name: '../up' }],
    ['model/import', { checkpoint: path, into: path, name: '' }],
    ['image/find', { paths: [1] }],
    ['image/analyse', { ...analysis, name: '..' }],
    ['image/analyse', { ...analysis, backend: 'abacus' }],
    ['image/analyse', { ...analysis, precision: 'int4' }],
    ['image/analyse', { ...analysis, tilePx: 0 }],
    ['image/analyse', { ...analysis, tilePx: 1e6 }],
    ['image/analyse', { ...analysis, mpp: 0 }],
    ['image/analyse', { ...analysis, thresholds: { segThreshold: 511 } }],
    ['image/analyse', { ...analysis, thresholds: { resolution: '40x' } }],
    ['result/rescore', { folder: path, thresholds: {} }],
    ['result/rescore', { folder: path, thresholds: { resolution: '40x', markerThreshold: 'some' } }],
    ['result/rescore', { folder: path, thresholds: { resolution: '40x', sizeThreshold: NaN } }],
    ['result/correct', { folder: path, map: '../Seg', corrections: [] }],
    ['result/correct', { folder: path, map: 'Seg', corrections: [{ ...correction, x: -1 }] }],
    ['result/correct', { folder: path, map: 'Seg', corrections: [{ ...correction, positive: 'yes' }] }],
    ['result/export', { folder: path, format: 'exe', file: path }],
    ['run/start', { config: 'relative.json' }],
    ['run/start', { options: 3 }],
    ['run/fork', { folder: path, checkpoint: '../other' }],
    ['run/resume', { folder: path, backend: 3 }],
    ['run/resume', { folder: path, generatorRate: 0 }],
    ['run/command', { folder: path, command: { command: 'explode' } }],
    ['run/command', { folder: 'runs/1', command: { command: 'stop' } }],
  ];
  it('are refused when they are malformed, with the name of the request', () => {
    for (const [method, params] of bad)
      assert.throws(
        () => checkParams(method, params),
        ({ code, message }: { code: string; message: string }) =>
          code === 'usage' && message.startsWith(method),
        `${method} ${JSON.stringify(params)}`,
      );
  });
});
