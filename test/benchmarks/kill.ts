// `npm run bench:kill [-- --kills 100 --backend cpu]`: kills a small training at random moments, resumes it each time,
// and compares it with one that ran without interruption.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../engine/files/packageRoot.js';
import { killRuns } from '../integration/cli/killedRuns.js';

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, backend: { type: 'string', default: 'cpu' } },
});
const root = await mkdtemp(join(tmpdir(), 'deepliif-kill-'));
try {
  const { kills, runs, whileTraining } = await killRuns({
    cli: join(packageRoot(), 'out', 'engine', 'cli.js'),
    root,
    backend: values.backend,
    kills: Number(values.kills),
    chance: Math.random,
    note: (line) => process.stdout.write(`${line}\n`),
  });
  process.stdout.write(
    `${values.backend}: ${kills} kills, ${whileTraining} of them after the first event, in ${runs} runs: ` +
      'every run has the losses, rates, checkpoints and final weights of an uninterrupted one; no broken file\n',
  );
} finally {
  await rm(root, { recursive: true, force: true });
}
