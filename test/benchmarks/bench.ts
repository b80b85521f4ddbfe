// `npm run bench [-- --against-torch --backends onnx,onnx:int8,wasm --repeats 3 --json FILE]`: seconds per full-size
// tile (4 ResNet-9 and 5 U-Net-512 of 64 filters, 512 px, statistics of the tile), GFLOP/s, share of this machine's
// measured peak, and peak memory of every backend. The backends take turns within one run. It prints and asserts
// nothing. PyTorch is needed for --against-torch only: `python3` in the PATH, or --python FILE.

import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../engine/files/packageRoot.js';
import { TOY_MODEL } from '../toyModel.js';
import { startContender, type Contender } from './contender.js';
import { median } from './median.js';
import { writeFullSizeModel, type FullSizeModel } from './fullSizeModel.js';

/** Multiplication and addition count as two operations: 4 × 396 + 5 × 48. */
const GFLOP_PER_TILE = 1828;
const FILTERS = 64;

const { values } = parseArgs({
  options: {
    backends: { type: 'string', default: 'onnx,onnx:int8' },
    repeats: { type: 'string', default: '3' },
    'against-torch': { type: 'boolean', default: false },
    torch: { type: 'string', default: 'eager,channels-last,script,bfloat16' },
    python: { type: 'string', default: 'python3' },
    json: { type: 'string' },
  },
});

interface Row {
  readonly name: string;
  readonly title: string;
  readonly precision: 'float32' | 'int8';
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
  note('writing the full-size model …');
  const model = await writeFullSizeModel(TOY_MODEL, folder, FILTERS);
  const peaks = { float32: peakOf('float32'), int8: peakOf('int8') };
  const rows = [...(await ourRows(model)), ...(values['against-torch'] ? await torchRows() : [])];
  for (const row of rows) {
    note(`warming up ${row.name}`);
    await row.contender.run(row.variant);
  }
  for (let round = 0; round < Number(values.repeats); round++)
    for (const row of rows) {
      row.seconds.push(await row.contender.run(row.variant));
      note(`${row.name}: ${row.seconds.at(-1)!.toFixed(2)} s`);
    }
  const differences = await differencesFrom(rows);
  const peakMb = new Map<Contender, number>();
  for (const contender of new Set(rows.map((row) => row.contender)))
    peakMb.set(contender, await contender.end());
  const results = rows.map(({ name, title, precision, contender, seconds }) => {
    const gflops = GFLOP_PER_TILE / median(seconds);
    return {
      name,
      title,
      medianSeconds: median(seconds),
      leastSeconds: Math.min(...seconds),
      mostSeconds: Math.max(...seconds),
      gflops,
      shareOfPeak: gflops / peaks[precision],
      peakMemoryMb: peakMb.get(contender)!,
      segDifference: differences.get(name)!,
    };
  });
  print(results, peaks);
  if (values.json)
    await writeFile(
      values.json,
      JSON.stringify({ schemaVersion: 1, processor: cpus()[0]?.model, peaks, results }, null, 1),
    );
}

type Result = Readonly<{
  name: string;
  title: string;
  medianSeconds: number;
  leastSeconds: number;
  mostSeconds: number;
  gflops: number;
  shareOfPeak: number;
  peakMemoryMb: number;
  segDifference: number;
}>;

async function ourRows(model: FullSizeModel): Promise<Row[]> {
  const script = join(import.meta.dirname, 'backendPeer.js');
  const rows: Row[] = [];
  for (const name of values.backends.split(',')) {
    const [id, precision = 'float32'] = name.split(':') as [string, Row['precision']?];
    note(`loading ${name}`);
    const contender = await startContender(process.execPath, [
      script,
      id,
      precision,
      model.dir,
      model.tileFile,
    ]);
    rows.push({ name, title: contender.title, precision, contender, variant: precision, seconds: [] });
  }
  return rows;
}

/** Starts one process per variant. */
async function torchRows(): Promise<Row[]> {
  const script = join(packageRoot(), 'test', 'benchmarks', 'torchPeer.py');
  const rows: Row[] = [];
  for (const variant of values.torch.split(',')) {
    const contender = await startContender(values.python, [script, folder]);
    rows.push({
      name: `torch ${variant}`,
      title: contender.title,
      precision: 'float32',
      contender,
      variant,
      seconds: [],
    });
  }
  return rows;
}

/** Largest difference of the segmentation map (tanh output) from that of the first row. */
async function differencesFrom(rows: readonly Row[]): Promise<ReadonlyMap<string, number>> {
  const maps = new Map<string, Float32Array>();
  for (const { name, contender, variant } of rows) {
    const file = join(folder, 'seg.bin');
    await contender.save(variant, file);
    maps.set(name, new Float32Array(new Uint8Array(await readFile(file)).buffer));
  }
  const first = maps.get(rows[0]!.name)!;
  const largest = (map: Float32Array) =>
    map.reduce((most, value, i) => Math.max(most, Math.abs(value - first[i]!)), 0);
  return new Map([...maps].map(([name, map]) => [name, largest(map)]));
}

function peakOf(precision: string): number {
  note(`measuring the machine's peak in ${precision}`);
  return Number(
    execFileSync(process.execPath, [join(import.meta.dirname, 'peak.js'), precision], { encoding: 'utf8' }),
  );
}

function print(results: readonly Result[], peaks: Readonly<Record<string, number>>): void {
  const lines = [
    `one tile of ${GFLOP_PER_TILE} GFLOP; measured peak ${peaks.float32} GFLOP/s float32, ${peaks.int8} int8`,
    `${'backend'.padEnd(20)} median s    min–max s   GFLOP/s  of peak  peak MB  Seg differs`,
  ];
  for (const row of results)
    lines.push(
      `${row.name.padEnd(20)} ${row.medianSeconds.toFixed(2).padStart(8)}  ` +
        `${`${row.leastSeconds.toFixed(2)}–${row.mostSeconds.toFixed(2)}`.padStart(11)}  ` +
        `${row.gflops.toFixed(0).padStart(8)}  ${`${(100 * row.shareOfPeak).toFixed(0)} %`.padStart(7)}  ` +
        `${String(row.peakMemoryMb).padStart(7)}  ${row.segDifference.toExponential(1)}   ${row.title}`,
    );
  const torch = results.filter(({ name }) => name.startsWith('torch') && !name.endsWith('bfloat16'));
  if (torch.length > 0) {
    const best = torch.reduce((a, b) => (a.medianSeconds < b.medianSeconds ? a : b));
    for (const row of results.filter(({ name }) => !name.startsWith('torch')))
      lines.push(
        `${row.name}: ${(best.medianSeconds / row.medianSeconds).toFixed(2)} × the speed of ${best.name}`,
      );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
