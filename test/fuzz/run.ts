// `npm run fuzz [-- --mutations 10000 --only pickle --seed 1]`: feeds broken files of every format to their parsers. A
// parser may refuse a file (EngineError). Any other exception, a crash or a hang is a failure, reported with the number
// of the mutation; `--only NAME --at NUMBER` repeats it alone.

import { parseArgs } from 'node:util';
import { asError, EngineError } from '../../engine/protocol/errors.js';
import { checkpointTargets } from './checkpointFormats.js';
import { imageTargets } from './imageFormats.js';
import { mutate, seededRandom } from './mutate.js';
import type { FuzzTarget } from './target.js';
import { tensorBoardTargets } from './tensorBoardFormats.js';

const { values } = parseArgs({
  options: {
    mutations: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    at: { type: 'string' },
  },
});
const SLOWEST_ALLOWED_MS = 10_000;

let failures = 0;
for (const target of [
  ...(await checkpointTargets()),
  ...(await imageTargets()),
  ...(await tensorBoardTargets()),
])
  if (!values.only || values.only === target.name) failures += await fuzz(target);
process.exitCode = failures === 0 ? 0 : 1;

async function fuzz(target: FuzzTarget): Promise<number> {
  const numbers = values.at
    ? [Number(values.at)]
    : Array.from({ length: Number(values.mutations) }, (_, i) => i);
  const started = performance.now();
  let refused = 0;
  let slowestMs = 0;
  const failed: string[] = [];
  for (const number of numbers) {
    const bytes = mutationOf(target, number);
    const begin = performance.now();
    const hang = setTimeout(() => {
      process.stderr.write(`${target.name}: mutation ${number} hangs\n`);
      process.exit(1);
    }, SLOWEST_ALLOWED_MS);
    try {
      await target.parse(bytes);
    } catch (error) {
      if (error instanceof EngineError) refused++;
      else failed.push(`mutation ${number}: ${asError(error).stack}`);
    } finally {
      clearTimeout(hang);
    }
    slowestMs = Math.max(slowestMs, performance.now() - begin);
  }
  // A loop that never yields blocks the timer above; this check finds it afterwards.
  if (slowestMs > SLOWEST_ALLOWED_MS) failed.push(`slowest mutation took ${Math.round(slowestMs)} ms`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    `${target.name.padEnd(16)} ${numbers.length} mutations in ${seconds} s · ${refused} refused · ` +
      `slowest ${slowestMs.toFixed(0)} ms · ${failed.length} failures\n`,
  );
  for (const failure of failed.slice(0, 5)) process.stderr.write(`  ${failure}\n`);
  return failed.length;
}

/** Each mutation has a random generator of its own, so that one can be repeated without the others. */
function mutationOf(target: FuzzTarget, number: number): Uint8Array {
  const random = seededRandom(Number(values.seed) * 1_000_003 + number);
  const pick = () => target.seeds[Math.floor(random() * target.seeds.length)]!;
  return mutate(pick(), pick(), random);
}
