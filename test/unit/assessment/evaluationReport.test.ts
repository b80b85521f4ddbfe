// Report of an evaluation and pictures of areas, from two sets of drawn predictions.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { writeAreaPictures } from '../../../engine/assessment/areaFiles.js';
import { compareSets } from '../../../engine/assessment/compareSets.js';
import { evaluationReport } from '../../../engine/assessment/evaluationReport.js';

const SIDE = 32;

describe('a report of an evaluation', () => {
  let folder: string;
  const settings = () => ({
    ...{ prediction: join(folder, 'mine'), truth: join(folder, 'truth'), radiusPx: 10 },
    against: join(folder, 'other'),
  });
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-report-'));
    for (const name of ['mine', 'other', 'truth']) await mkdir(join(folder, name));
    for (const [i, name] of ['a', 'b', 'c <d>'].entries()) {
      await square(`truth/${name}.png`, 8);
      await square(`mine/${name}_SegRefined.png`, 8 - i);
      await square(`other/${name}_SegRefined.png`, 8);
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const square = async (name: string, px: number) => {
    const data = Buffer.alloc(3 * SIDE * SIDE);
    for (let y = 4; y < 4 + px; y++) for (let x = 4; x < 4 + px; x++) data[3 * (y * SIDE + x)] = 255;
    await sharp(data, { raw: { width: SIDE, height: SIDE, channels: 3 } })
      .png()
      .toFile(join(folder, name));
  };

  it('has the means, the worst image first, the tests in words, and its command', async () => {
    const document = await compareSets(settings());
    const report = await evaluationReport(document, {});
    assert.match(report, /<h2>Summary<\/h2>/);
    const names = [...report.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, name]) => name);
    assert.deepEqual(names, ['c &lt;d&gt;', 'b', 'a'], 'the worst first, and names are escaped');
    assert.match(report, /Dice, positive cells: the other results are better by/);
    assert.match(report, /deepliif evaluate --pred .*--against /);
    assert.equal(report.match(/data:image\/png/g)?.length, 3, 'a picture of areas for each image');
    assert.doesNotMatch(report, /<script|src="(?!data:)/, 'it needs no other file and runs no script');
  });

  it('comes with pictures of areas as files of the image’s size', async () => {
    const without = await writeAreaPictures(join(folder, 'areas'), await compareSets(settings()), {});
    assert.deepEqual(without, []);
    const { data, info } = await sharp(join(folder, 'areas/a_areas.png'))
      .raw()
      .toBuffer({ resolveWithObject: true });
    assert.equal(info.width, SIDE);
    assert.deepEqual([...data.subarray(3 * (4 * SIDE + 4)).subarray(0, 3)], [255, 0, 0]);
  });
});
