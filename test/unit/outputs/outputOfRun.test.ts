import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputOfRun } from '../../../engine/outputs/outputOfRun.js';
import { OUTPUT_MIMES, runOutput } from '../../../engine/protocol/outputs.js';
import { DICE, started, step, validation, writeRun } from '../reading/writtenRun.js';

describe('output of a run', () => {
  it('has its curves, a picture of them, and a line of text for each', async () => {
    const root = await mkdtemp(join(tmpdir(), 'deepliif-outputs-'));
    const folder = await writeRun(join(root, 'runs', 'live'), {}, [started, step(4), validation(4, 0.81234)]);
    const bundle = await outputOfRun(folder, { notebookFolder: root });
    await rm(root, { recursive: true });
    const { name, place, curves } = runOutput(bundle[OUTPUT_MIMES.run], 'output');
    assert.deepEqual([name, place.path], ['live', 'runs/live']);
    assert.deepEqual(
      curves.map((curve) => curve.name),
      ['total/generators', DICE],
    );
    assert.equal(
      Buffer.from(bundle['image/png'] as string, 'base64')
        .subarray(1, 4)
        .toString(),
      'PNG',
    );
    assert.match(
      bundle['text/plain'] as string,
      /step 4 of 2000\n.*: 0\.25.*\n.*: 0\.8123, best 0\.8123 at step 4$/,
    );
  });
});
