// A worker whose sampler belongs to a plug-in.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addSampler } from '../../../engine/plugins/kinds/samplers.js';
import { EngineError } from '../../../engine/protocol/errors.js';
import { openSweep } from '../../../engine/studies/steerSweep.js';
import { sweepConfig } from '../../../engine/studies/sweepConfig.js';
import { createSweep } from '../../../engine/studies/sweepFolder.js';
import { workOnSweep } from '../../../engine/studies/worker.js';
import { contribution } from '../plugins/kinds/contribution.js';

describe('a sweep with a sampler of a plug-in', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'deepliif-sampler-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  it('fails the trials that it has no values for, with the name of the plug-in, and goes on', async () => {
    let calls = 0;
    const suggest = () => {
      calls++;
      if (calls === 1) throw new EngineError('plugin-failed', 'The sampler "Own" failed: no idea.');
      return { lrG: calls === 2 ? 7 : 0.001 };
    };
    const takeOut = addSampler(contribution('samplers', { id: 'own', title: 'Own' }, { suggest }));
    try {
      const space = { lrG: { low: 1e-4, high: 1e-2 } };
      const config = sweepConfig(
        { name: 's', seed: 1, trials: 3, space, sampler: { kind: 'own' } },
        's',
        '/',
      );
      const folder = await createSweep(config, root, new Date(0));
      assert.match(await workOnSweep(folder, { note: () => undefined }), /tried 3 trials/);
      const { trials } = (await openSweep(folder)).study.state;
      const reasons = trials.map(({ userAttrs }) => String(userAttrs.reason));
      assert.match(reasons[0]!, /The sampler "Own" failed: no idea/);
      assert.match(reasons[1]!, /sampler "Own" of the plug-in Example .* gave 7 for "lrG"/);
      assert.match(reasons[2]!, /data/, 'the third trial began, and has no training data');
      assert.equal(trials[2]!.params.get('lrG'), 0.001);
    } finally {
      takeOut();
    }
  });
});
