// `npm run bench:train [-- --out RUNS --backend tensorflow]`: small networks overfit the reference's two real rows,
// from scratch, as `deepliif train` does it. Prints the agreement of the segmentation with the truth on the training
// tiles over the steps. Exit code 1 if the mean Dice of both classes stays under 0.90. On 2 cores with native
// TensorFlow a step takes two to three seconds, the whole run some ten minutes.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../engine/files/packageRoot.js';
import { readRun } from '../../engine/reading/readRun.js';

const WANTED_DICE = 0.9;
const ROWS = ['Bladder1.webp', 'Lung1.webp'];
/** Batches of one tile without dropout or flips: validation then sees exactly what training saw. */
const OPTIONS = [
  ...['--preprocess', 'scale_width', '--load-size', '256', '--crop-size', '256'],
  ...['--net-g', 'unet_32', '--net-gs', 'unet_32', '--ngf', '16', '--ndf', '8', '--no-dropout', '--no-flip'],
  ...['--lr-g', '0.002', '--lr-d', '0.0002', '--n-epochs', '60', '--n-epochs-decay', '40'],
  ...['--validate-every-epochs', '10', '--sample-every-epochs', '10', '--seed', '0'],
];

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'demo-runs' },
    backend: { type: 'string', default: 'tensorflow' },
  },
});

const data = await mkdtemp(join(tmpdir(), 'deepliif-two-tiles-'));
try {
  await mkdir(join(data, 'train'));
  for (const row of ROWS)
    await copyFile(join(packageRoot(), 'test/fixtures/deepliif/e_training', row), join(data, 'train', row));
  const paths = ['--data', data, '--out', resolve(values.out), '--name', 'two-tiles'];
  const cli = join(packageRoot(), 'out', 'engine', 'cli.js');
  const args = [cli, 'train', ...paths, '--backend', values.backend, ...OPTIONS];
  const started = performance.now();
  const training = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = (await once(training, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The training ended with exit code ${code}.`);
  const seconds = (performance.now() - started) / 1000;
  process.exitCode = (await report(await lastRun(resolve(values.out)), seconds)) >= WANTED_DICE ? 0 : 1;
} finally {
  await rm(data, { recursive: true, force: true });
}

/** Path of the latest run; names of runs begin with the time. */
async function lastRun(runs: string): Promise<string> {
  const names = await readdir(runs);
  return join(
    runs,
    names
      .filter((name) => name.endsWith('two-tiles'))
      .sort()
      .at(-1)!,
  );
}

/** Prints the validations of a run. @returns the last mean Dice of both classes */
async function report(dir: string, seconds: number): Promise<number> {
  const { steps, validations } = (await readRun(dir)).state;
  const column = (name: string) => validations.columns.get(`val/segmentation/${name}`)!;
  process.stdout.write(`${dir}\n step  Dice positive  Dice negative   mean  count RMSE\n`);
  const shown = ['positive/dice', 'negative/dice', 'dice', 'total-rmse'].map(column);
  for (let row = 0; row < validations.count; row++) {
    const [positive, negative, mean, rmse] = shown.map((values) => values[row]!);
    process.stdout.write(
      `${String(validations.step[row]).padStart(5)}  ${positive!.toFixed(3).padStart(13)}  ` +
        `${negative!.toFixed(3).padStart(13)}  ${mean!.toFixed(3)}  ${rmse!.toFixed(1).padStart(10)}\n`,
    );
  }
  const dice = column('dice')[validations.count - 1]!;
  process.stdout.write(
    `${steps.count} steps in ${(seconds / 60).toFixed(1)} minutes with validation; mean Dice ${dice.toFixed(3)}, ` +
      `${dice >= WANTED_DICE ? 'reached' : 'not reached'}: ${WANTED_DICE}\n`,
  );
  return dice;
}
