// `npm run bench:memory`: a 10,000 × 10,000 image through the whole path (decode, tiles, stitching, scoring, PNGs) with
// networks that only copy, so that the measured memory is that of the path. Exit code 1 above the limit.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { analyseImage, type Analyser } from '../../engine/analysis/analyseImage.js';
import { openModelFolder } from '../../engine/analysis/openAnalyser.js';
import type { LoadedNetwork, Planes } from '../../engine/backends/backend.js';
import { plan } from '../../engine/deepliif/plan.js';
import { TOY_MODEL } from '../toyModel.js';

const { values } = parseArgs({
  options: { side: { type: 'string', default: '10000' }, limit: { type: 'string', default: '1500' } },
});
const sidePx = Number(values.side);
const limitMb = Number(values.limit);

const folder = await mkdtemp(join(tmpdir(), 'deepliif-large-'));
try {
  const image = join(folder, 'large.png');
  await writeLargeImage(image);
  const started = performance.now();
  const { scoring, tiles } = await analyseImage(
    image,
    await fakeFastAnalyser(),
    { tilePx: 512, colour: 'managed', thresholds: {} },
    { out: join(folder, 'results'), name: 'large' },
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  // Peak of this process since its start, which includes making the image.
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1000);
  process.stdout.write(
    `${sidePx} × ${sidePx} px: ${tiles.total} tiles, ${scoring.Seg!.num_total} cells, ${seconds} s, ` +
      `peak memory ${peakMb} MB (limit ${limitMb} MB)\n`,
  );
  process.exitCode = peakMb <= limitMb ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Writes a sample tile, repeated: tissue in every tile, so that none is skipped as empty. */
async function writeLargeImage(path: string): Promise<void> {
  const { dir, manifest } = await openModelFolder(TOY_MODEL);
  const tile = await sharp(join(dir, manifest.test!.input)).removeAlpha().png().toBuffer();
  const blank = { create: { width: sidePx, height: sidePx, channels: 3, background: 'white' } } as const;
  await sharp({ ...blank, limitInputPixels: false })
    .composite([{ input: tile, tile: true }])
    .png({ compressionLevel: 1 })
    .toFile(path);
}

/** The toy model's plan with networks that only copy: dark pixels of the input become cells. */
async function fakeFastAnalyser(): Promise<Analyser> {
  const model = await openModelFolder(TOY_MODEL);
  const steps = plan(model.manifest, { scope: 'all', intermediateMaps: false });
  const translation: LoadedNetwork = {
    run: (input) => Promise.resolve(copyOf(input)),
    dispose: () => Promise.resolve(),
  };
  const segmentation: LoadedNetwork = {
    run: (input) => Promise.resolve(darkIsCell(input)),
    dispose: () => Promise.resolve(),
  };
  const networks = new Map(
    steps.steps.map(({ name }) => [name, name.startsWith('Seg') ? segmentation : translation]),
  );
  return {
    folder: model,
    backend: { id: 'cpu', description: 'networks that only copy' },
    precision: 'float32',
    model: { manifest: model.manifest, plan: steps, networks, lanes: 2, dispose: () => Promise.resolve() },
  };
}

function copyOf({ data, ...size }: Planes): Planes {
  return { ...size, data: data.slice() };
}

function darkIsCell({ data, height, width }: Planes): Planes {
  const planePx = height * width;
  const map = new Float32Array(3 * planePx).fill(-1);
  for (let i = 0; i < planePx; i++) if (data[i]! < 0.1) map[2 * planePx + i] = 1;
  return { channels: 3, height, width, data: map };
}
