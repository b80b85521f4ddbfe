// `deepliif run`, `deepliif verify` and copied code: an analysis repeats itself, and what differs is said. Only one result has
// a model, since inference takes the time; the plans of the others score a segmentation map. What else a plan tells is in
// test/unit/plans.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { postprocessImages } from '../../../engine/analysis/postprocessImages.js';
import type { Verification } from '../../../engine/protocol/plans.js';
import { readPlan, stepsNamed } from '../../../engine/reading/plan.js';
import { notebookCode, shellCommand } from '../../../extension/results/planCode.js';
import { startKernel } from '../../unit/kernel/testKernel.js';
import { INFER, planWith, READ_IMAGE } from '../../unit/reading/writtenPlan.js';
import { TOY_MODEL } from '../../toyModel.js';
import { CLI, deepliif, FIXTURES, readJson, temporaryFolder, TINY } from './deepliif.js';

const PICTURES = join(FIXTURES, 'deepliif', 'f_postprocess', '799_2');
const THRESHOLDS = { resolution: '40x', segThreshold: 150, noiseThreshold: 9 } as const;

describe('the plan of an analysis', () => {
  const folder = temporaryFolder('describe');
  const at = (...parts: readonly string[]) => join(folder.path, ...parts);
  const files = () => ({ image: at('in_ihc.png'), seg: at('in_seg.png') });
  before(async () => {
    const corner = { left: 0, top: 0, width: 128, height: 128 };
    for (const name of ['in_ihc.png', 'in_seg.png'])
      await sharp(join(PICTURES, name)).extract(corner).toFile(at(name));
    await postprocessImages(files(), THRESHOLDS, 'managed', { out: at('scored'), name: 'tile' });
  });

  it('is a command that a shell runs as it is, and the plan of its result runs again', async function () {
    if (process.platform === 'win32') this.skip();
    await mkdir(at("Anna's $lides"));
    const image = at("Anna's $lides", 'tile.png');
    await copyFile(join(TINY, '22_2.png'), image);
    const score = { step: 'score', thresholds: THRESHOLDS } as const;
    const plan = planWith(READ_IMAGE, { ...INFER, backend: 'onnx' }, score);
    const places = { file: at('plan.json'), image, out: at('by shell'), model: TOY_MODEL };
    const script = `deepliif() { "$NODE" "$CLI" "$@"; }\n${shellCommand({ ...places, plan }, 'posix')}`;
    const env = { ...process.env, NODE: process.execPath, CLI };
    await promisify(execFile)('sh', ['-c', script], { env });
    const written = await readPlan(at('by shell', 'tile'));
    const { segThreshold, noiseThreshold } = stepsNamed(written, 'score')[0]!.thresholds;
    assert.deepEqual([segThreshold, noiseThreshold], [150, 9]);

    const { code, stdout, stderr } = await deepliif(
      ...['run', at('by shell', 'tile'), '--out', at('again'), '--strict', '--json'],
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual((JSON.parse(stdout) as { differences: unknown }).differences, []);
    assert.deepEqual(await readPlan(at('again', 'tile')), written);
  });

  it('is a cell that a kernel runs as it is, with the same scores', async () => {
    const plan = await readPlan(at('scored', 'tile'));
    const kernel = await startKernel();
    try {
      const places = { file: at('plan.json'), out: at('by kernel'), model: '' };
      const { end } = await kernel.run(notebookCode({ ...files(), ...places, plan }));
      assert.equal(end.status, 'done', JSON.stringify(end));
    } finally {
      await kernel.stop();
    }
    assert.deepEqual(
      await readJson(at('by kernel', 'in_ihc', 'scoring.json')),
      await readJson(at('scored', 'tile', 'scoring.json')),
    );
  });

  it('shows that its result was changed', async () => {
    const file = at('scored', 'tile', 'plan.json');
    await writeFile(
      file,
      (await readFile(file, 'utf8')).replace('"segThreshold": 150', '"segThreshold": 90'),
    );
    const { code, stdout, stderr } = await deepliif('verify', at('scored', 'tile'), '--json');
    assert.equal(code, 1, stderr);
    const { isEqual, maps } = JSON.parse(stdout) as Verification;
    assert.equal(isEqual, false);
    assert.notEqual(maps[0]!.scores.now.num_total, maps[0]!.scores.then.num_total);
  });
});
