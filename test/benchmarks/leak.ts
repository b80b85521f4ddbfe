// `npm run bench:leak [-- --steps 1000 --backend wasm]`: a long run of the smallest DeepLIIF. Prints the number of
// tensors after its steps, and the growth of memory after the first fifth of them. It asserts nothing.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { longRun } from '../integration/engine/longRun.js';

const { values } = parseArgs({
  options: { steps: { type: 'string', default: '1000' }, backend: { type: 'string', default: 'wasm' } },
});
const root = await mkdtemp(join(tmpdir(), 'deepliif-leak-'));
try {
  const began = performance.now();
  const run = await longRun(root, Number(values.steps), values.backend);
  const minutes = (performance.now() - began) / 60_000;
  process.stdout.write(
    `${values.backend}: ${run.steps} steps in ${minutes.toFixed(1)} minutes; tensors after every step: ` +
      `${run.tensors.join(', ')}; before and after the run: ${run.before}, ${run.after}\n` +
      `heap and arrays grew by ${run.growthMb.toFixed(2)} MB, the process by ${run.residentGrowthMb.toFixed(1)} MB\n`,
  );
} finally {
  await rm(root, { recursive: true, force: true });
}
