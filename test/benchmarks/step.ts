// `npm run bench:step [-- --against-torch --backends tensorflow,wasm,cpu --size 512 --batch 1 --ngf 16 …]`: seconds per
// training step of DeepLIIF on every backend, peak memory, and the difference of the first step's losses from those of
// the first row. The backends take turns within one run. It prints and asserts nothing. PyTorch is needed for
// --against-torch only: `python3` in the PATH, or --python FILE.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../engine/files/packageRoot.js';
import { startContender, type Contender } from './contender.js';
import { median } from './median.js';
import { writeStepWork } from './stepWork.js';

const { values } = parseArgs({
  options: {
    backends: { type: 'string', default: 'tensorflow' },
    repeats: { type: 'string', default: '5' },
    size: { type: 'string', default: '512' },
    batch: { type: 'string', default: '1' },
    'net-g': { type: 'string', default: 'resnet_9blocks' },
    'net-gs': { type: 'string', default: 'unet_512' },
    ngf: { type: 'string', default: '16' },
    ndf: { type: 'string', default: '16' },
    'against-torch': { type: 'boolean', default: false },
    torch: { type: 'string', default: 'eager,channels-last' },
    python: { type: 'string', default: 'python3' },
  },
});

interface Row {
  readonly name: string;
  readonly contender: Contender;
  readonly variant: string;
  readonly seconds: number[];
}

const folder = await mkdtemp(join(tmpdir(), 'deepliif-bench-'));
try {
  await bench();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function bench(): Promise<void> {
  const networks = {
    netG: [values['net-g']],
    netGs: [values['net-gs']],
    ngf: Number(values.ngf),
    ndf: Number(values.ndf),
  };
  await writeStepWork(folder, networks, Number(values.size), Number(values.batch));
  const rows = await contenders();
  for (const { contender, variant } of rows) await contender.run(variant); // the first step allocates
  for (let round = 0; round < Number(values.repeats); round++)
    for (const { name, contender, variant, seconds } of rows) {
      seconds.push(await contender.run(variant));
      process.stderr.write(`${name}: ${seconds.at(-1)!.toFixed(2)} s\n`);
    }
  const losses = [];
  for (const { contender, variant } of rows) losses.push(await firstLosses(contender, variant));
  const lines = [
    `one step of DeepLIIF (${networks.netG[0]}, ${networks.netGs[0]}, ${networks.ngf} and ${networks.ndf} filters), ` +
      `${values.batch} × ${values.size} px, no dropout, no perceptual term`,
    `${'backend'.padEnd(22)} median s    min–max s  peak MB  losses differ`,
  ];
  for (const [i, { name, contender, seconds }] of rows.entries())
    lines.push(
      `${name.padEnd(22)} ${median(seconds).toFixed(2).padStart(8)}  ` +
        `${`${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)}`.padStart(11)}  ` +
        `${String(await contender.end()).padStart(7)}  ${difference(losses[i]!, losses[0]!).toExponential(1)}   ` +
        contender.title,
    );
  const torch = rows.filter(({ name }) => name.startsWith('torch'));
  const fastest = Math.min(...torch.map(({ seconds }) => median(seconds)));
  for (const { name, seconds } of rows.filter((row) => torch.length > 0 && !torch.includes(row)))
    lines.push(`${name}: ${(median(seconds) / fastest).toFixed(2)} × the time of the fastest PyTorch`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** Starts one process per row. */
async function contenders(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const name of values.backends.split(',')) {
    const args = [join(import.meta.dirname, 'stepPeer.js'), name, folder];
    rows.push({ name, contender: await startContender(process.execPath, args), variant: name, seconds: [] });
  }
  const script = join(packageRoot(), 'test', 'benchmarks', 'torchStepPeer.py');
  for (const variant of values['against-torch'] ? values.torch.split(',') : []) {
    const contender = await startContender(values.python, [script, folder]);
    rows.push({ name: `torch ${variant}`, contender, variant, seconds: [] });
  }
  return rows;
}

async function firstLosses(contender: Contender, variant: string): Promise<Float32Array> {
  const file = join(folder, 'losses.bin');
  await contender.save(variant, file);
  return new Float32Array(new Uint8Array(await readFile(file)).buffer);
}

/** Largest difference, relative to the loss. */
function difference(losses: Float32Array, others: Float32Array): number {
  return losses.reduce(
    (most, loss, i) => Math.max(most, Math.abs(loss - others[i]!) / Math.abs(others[i]!)),
    0,
  );
}
