// `deepliif run` and `deepliif verify`: an analysis repeats itself, and what differs is said.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Verification } from '../../../engine/protocol/plans.js';
import { readPlan } from '../../../engine/reading/plan.js';
import { notebookCode, shellCommand, type PlacedPlan } from '../../../extension/results/planCode.js';
import { startKernel } from '../../unit/kernel/testKernel.js';
import { TOY_MODEL } from '../../toyModel.js';
import { CLI, deepliif, ON_TOY, readJson, temporaryFolder, TINY } from './deepliif.js';

describe('the plan of an analysis', () => {
  const folder = temporaryFolder('describe');
  const at = (...parts: readonly string[]) => join(folder.path, ...parts);
  before(async () => {
    await copyFile(join(TINY, '22_2.png'), at('tile.png'));
    const { code, stderr } = await deepliif(
      ...['infer', at('tile.png'), '--out', at('results'), '--seg-thresh', '150', ...ON_TOY],
    );
    assert.equal(code, 0, stderr);
  });

  it('runs again with the same scores, into another folder', async () => {
    const { code, stdout, stderr } = await deepliif(
      ...['run', at('results', 'tile'), '--out', at('again'), '--strict', '--json'],
    );
    assert.equal(code, 0, stderr);
    assert.deepEqual((JSON.parse(stdout) as { differences: unknown }).differences, []);
    assert.deepEqual(
      await readJson(at('again', 'tile', 'scoring.json')),
      await readJson(at('results', 'tile', 'scoring.json')),
    );
    const [then, now] = [await readPlan(at('results', 'tile')), await readPlan(at('again', 'tile'))];
    assert.deepEqual(now, then);
  });

  it('verifies its result, and finds a threshold that was changed in it', async () => {
    const equal = await deepliif('verify', at('again', 'tile'));
    assert.equal(equal.code, 0, equal.stderr);
    assert.match(equal.stdout, /Seg cells counted.*\nSeg positive[^]*Equal: pictures, cells and scores/);

    const file = at('again', 'tile', 'plan.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"segThreshold": 150', '"segThreshold": 90'));
    const other = await deepliif('verify', at('again', 'tile'), '--json');
    assert.equal(other.code, 1, other.stderr);
    const { isEqual, pictures, maps } = JSON.parse(other.stdout) as Verification;
    assert.equal(isEqual, false);
    assert.ok(pictures.every(({ equalShare }) => equalShare === 1));
    assert.notEqual(maps[0]!.scores.now.num_total, maps[0]!.scores.then.num_total);
  });

  it('is code that a shell and a kernel run as it is, with the same scores', async function () {
    if (process.platform === 'win32') this.skip();
    await mkdir(at("Anna's $lides"));
    const image = at("Anna's $lides", 'tile.png');
    await copyFile(at('tile.png'), image);
    const plan = await readPlan(at('results', 'tile'));
    const file = at('results', 'tile', 'plan.json');
    const to = (out: string): PlacedPlan => ({ plan, file, image, out: at(out), model: TOY_MODEL });
    const scores = await readJson(at('results', 'tile', 'scoring.json'));

    const script = `deepliif() { "$NODE" "$CLI" "$@"; }\n${shellCommand(to('by shell'), 'posix')}`;
    const env = { ...process.env, NODE: process.execPath, CLI };
    await promisify(execFile)('sh', ['-c', script], { env });
    assert.deepEqual(await readJson(at('by shell', 'tile', 'scoring.json')), scores);

    const kernel = await startKernel();
    try {
      const { end } = await kernel.run(notebookCode(to('by kernel')));
      assert.equal(end.status, 'done', JSON.stringify(end));
    } finally {
      await kernel.stop();
    }
    assert.deepEqual(await readJson(at('by kernel', 'tile', 'scoring.json')), scores);
  });

  it('is not run if its image is missing, or if --strict finds a change', async () => {
    const plan = at('results', 'tile', 'plan.json');
    const text = await readFile(plan, 'utf8');
    await writeFile(at('other.json'), text.replaceAll('tile.png', 'lost.png'));
    const lost = await deepliif('run', at('other.json'), '--out', at('none'));
    assert.equal(lost.code, 3);
    assert.match(lost.stderr, /lost\.png, which is missing\. Put it back, or give another one with --image/);

    await writeFile(at('older.json'), text.replace(/"version": "[^"]+"/, '"version": "0.0.1"'));
    const image = ['--image', at('tile.png')];
    const strict = await deepliif('run', at('older.json'), ...image, '--strict', '--out', at('none'));
    assert.equal(strict.code, 2);
    assert.match(strict.stderr, /--strict[^]*- The plan was made by version 0\.0\.1; this is version/);
  });
});
