// Evaluation of folders: drawn predictions against masks, labels and points.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { evaluate } from '../../../engine/assessment/evaluate.js';
import { picturePairs } from '../../../engine/assessment/modalityPictures.js';
import { findPairs } from '../../../engine/assessment/pairs.js';
import { EngineError } from '../../../engine/protocol/errors.js';

const SIDE = 32;
const RED = [255, 0, 0];
const BLUE = [0, 0, 255];

describe('an evaluation of folders', () => {
  let folder: string;
  const [predictions, truths] = ['predictions', 'truths'];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-evaluate-'));
    await mkdir(join(folder, predictions));
    await mkdir(join(folder, truths));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Squares of 8 px with their top left corners. */
  const picture = async (
    name: string,
    squares: readonly (readonly [x: number, y: number, colour: number[]])[],
  ) => {
    const data = Buffer.alloc(SIDE * SIDE * 3);
    for (const [left, top, colour] of squares)
      for (let y = top; y < top + 8; y++)
        for (let x = left; x < left + 8; x++) data.set(colour, 3 * (y * SIDE + x));
    await sharp(data, { raw: { width: SIDE, height: SIDE, channels: 3 } })
      .png()
      .toFile(join(folder, name));
  };
  const evaluated = async () => {
    const { pairs } = await findPairs(join(folder, predictions), join(folder, truths));
    return evaluate(pairs, { radiusPx: 5 });
  };

  it('compares masks', async () => {
    await picture('predictions/a_SegRefined.png', [
      [2, 2, RED],
      [20, 2, BLUE],
    ]);
    await picture('truths/a.png', [
      [2, 2, RED],
      [20, 6, BLUE],
    ]);
    const { images } = await evaluated();
    assert.equal(images[0]!.kind, 'masks');
    assert.equal(images[0]!.scores['dice.positive'], 1);
    assert.equal(images[0]!.scores['dice.negative'], 0.5);
    assert.equal(images[0]!.scores.percentError, 0);
  });

  it('compares labels of 16 bits, whatever their classes', async () => {
    const labels = new Uint16Array(SIDE * SIDE);
    for (let y = 2; y < 10; y++) for (let x = 2; x < 10; x++) labels[y * SIDE + x] = 700;
    for (let y = 2; y < 10; y++) for (let x = 10; x < 18; x++) labels[y * SIDE + x] = 701;
    await sharp(labels, { raw: { width: SIDE, height: SIDE, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toFile(join(folder, 'truths/a.png'));
    const { images } = await evaluated();
    assert.equal(images[0]!.kind, 'labels');
    // One of two nuclei is found exactly, and one is invented.
    assert.equal(images[0]!.scores['panopticQuality.any'], 0.5);
  });

  it('compares points within the radius', async () => {
    await rm(join(folder, 'truths/a.png'));
    const points = [
      { x: 6, y: 6, label_id: 1 },
      { x: 23, y: 9, label_id: 1 },
    ];
    await writeFile(join(folder, 'truths/a.json'), JSON.stringify(points));
    const { scores } = (await evaluated()).images[0]!;
    assert.equal(scores['detectionF1.any'], 1);
    assert.equal(scores['detectionRecall.positive'], 0.5);
    assert.equal(scores.percentError, 50);
  });

  it('compares pictures of modalities, those of the reference and by their names, and has no truth of cells then', async () => {
    const [made, real] = ['synthesised', 'real'];
    for (const inner of [made, real, `${real}/c`]) await mkdir(join(folder, inner));
    await picture(`${made}/c_fake_B_2.png`, [[0, 0, [51, 51, 51]]]);
    await picture(`${made}/c_real_B_2.png`, []);
    await picture(`${made}/c_Lap2.png`, []);
    await picture(`${real}/c/lap2.png`, []);
    await picture(`${real}/c_DAPI.png`, []);
    const { pairs, unpredicted } = await findPairs(join(folder, made), join(folder, real));
    assert.deepEqual(unpredicted, []);
    const { images } = await evaluate(pairs, { radiusPx: 5 });
    const [{ kind, scores }] = images as [(typeof images)[number]];
    assert.equal(kind, 'pictures');
    // A sixteenth of the pixels is 0.2 brighter.
    assert.ok(Math.abs(scores['mse.dapi']! - 0.04 / 16) < 1e-12);
    assert.equal(scores['mse.lap2'], 0);
    assert.ok(Math.abs(scores['mse.mean']! - 0.02 / 16) < 1e-12);
    assert.equal(scores['ssim.lap2'], 1);
    // Predictions and truths of the reference lie in one folder.
    const { pairs: ofReference } = await findPairs(join(folder, made), join(folder, made));
    assert.match(ofReference[0]!.pictures!.find(({ name }) => name === 'dapi')!.truth, /c_real_B_2/);
  });

  it('compares modalities of a result with pictures of its folder, whatever they are called', () => {
    const [made, real] = [
      new Map([['a', new Map([['cd3', 'r/cd3.png']])]]),
      new Map([['a_cd3', new Map([['picture', 't/a_cd3.png']])]]),
    ];
    assert.deepEqual(picturePairs('a', made, real), [
      { name: 'cd3', truth: 't/a_cd3.png', prediction: 'r/cd3.png' },
    ]);
  });

  it('names what does not belong together', async () => {
    const elsewhere = await mkdtemp(join(folder, 'empty-'));
    await assert.rejects(
      findPairs(elsewhere, join(folder, truths)),
      (error: unknown) => error instanceof EngineError && error.message.includes('no image in common'),
    );
  });

  it('leaves an image out whose truth is of another size, and says why', async () => {
    await picture('predictions/b_SegRefined.png', [[2, 2, RED]]);
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#f00' } })
      .png()
      .toFile(join(folder, 'truths/b.png'));
    const { failures } = await evaluated();
    assert.equal(failures[0]?.name, 'b');
    assert.match(failures[0].reason, /32 × 32 px.*8 × 8 px/);
  });
});
