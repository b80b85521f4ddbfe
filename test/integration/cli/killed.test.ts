// A training that is killed a few times; `npm run bench:kill` kills a hundred times.

import assert from 'node:assert/strict';
import { CLI, temporaryFolder } from './deepliif.js';
import { killRuns } from './killedRuns.js';

describe('deepliif train, killed at random moments and resumed,', () => {
  const folder = temporaryFolder();

  it('equals an uninterrupted training bit for bit, and no file is broken', async () => {
    const result = await killRuns({
      ...{ cli: CLI, root: folder.path, backend: 'cpu', kills: 5, chance: Math.random },
    });
    assert.equal(result.kills, 5);
  }).timeout(600_000);
});
