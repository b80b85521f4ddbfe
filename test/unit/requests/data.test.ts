// The check of a folder for the panel: the report of the command line, recognised images, small pictures.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { dataCheck } from '../../../engine/requests/data.js';
import { writeTiles } from '../training/tinyTiles.js';

describe('the check of a folder of training data', () => {
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'deepliif-check-'));
    for (const panel of ['ihc', 'dapi', 'seg']) await mkdir(join(dir, panel));
    for (const [i, panel] of ['ihc', 'dapi', 'seg'].entries())
      await writeTiles(join(dir, panel, 'a.png'), [i]);
    await writeTiles(join(dir, 'ihc', 'b.png'), [7]);
    for (const panel of ['ihc', 'dapi', 'seg']) await writeFile(join(dir, panel, 'c.png'), 'no picture');
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it('names the images, shows samples, and lists missing and unreadable files as problems', async () => {
    const { report, images, pictures, examined } = await dataCheck({ folder: dir }, {});
    assert.deepEqual(images, { inputNames: ['ihc'], modalitiesNames: ['dapi'], segGen: true });
    assert.deepEqual([report.layout, report.counts, examined], ['folders', { train: 2, val: 0 }, 2]);
    const problems = report.findings.filter(({ weight }) => weight === 'problem');
    const incomplete = problems.find(({ kind }) => kind === 'incomplete');
    assert.match(incomplete!.message, /lacks 2 file\(s\) of incomplete samples: dapi\/b\.png/);
    assert.ok(problems.some(({ kind, samples }) => kind === 'unreadable' && samples[0] === 'train/c'));
    assert.deepEqual(
      pictures.map(({ sample }) => sample),
      ['train/a'],
    );
    const { width, height } = await sharp(pictures[0]!.png).metadata();
    assert.deepEqual([width, height], [48, 16]);
  });
});
