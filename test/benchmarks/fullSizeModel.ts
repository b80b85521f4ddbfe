// A full-size model on disk for the benchmarks: the toy model, widened to 64 filters without changing its function.
// Our backends load the folder, and PyTorch reads its weight files.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { readModelFolder, weightsSha256, writeModelFolder } from '../../engine/checkpoints/modelFolder.js';
import type { ModelManifest } from '../../engine/deepliif/manifest.js';
import type { Plan, Step } from '../../engine/deepliif/plan.js';
import { rasterToPlanes } from '../../engine/inference/normalise.js';
import type { Weights } from '../../engine/tensors/weights.js';
import { readBenchModel } from './benchModel.js';

export interface FullSizeModel {
  readonly dir: string;
  readonly plan: Plan;
  /** Raw float32 (3, tilePx, tilePx): the model's own test image. */
  readonly tileFile: string;
}

/** Writes `<folder>/model`, `<folder>/tile.bin` and `<folder>/plan.json` (for torchPeer.py). */
export async function writeFullSizeModel(
  source: string,
  folder: string,
  filters: number,
): Promise<FullSizeModel> {
  const { manifest, dir: sourceDir } = await readModelFolder(source);
  const model = await readBenchModel(source, filters);
  const weights = new Map<string, Weights>();
  const widened = <Entry extends Step['entry']>(entry: Entry): Entry => {
    const step = model.plan.steps.find((candidate) => candidate.entry.weights === entry.weights)!;
    const network = model.networks.get(step.name)!;
    weights.set(entry.weights, network.weights);
    return {
      ...entry,
      sha256: weightsSha256(network.weights),
      architecture: { ...entry.architecture, filters },
    };
  };
  const wide: ModelManifest = {
    ...manifest,
    id: `${manifest.id}-wide`,
    translations: manifest.translations.map(widened),
    segmentations: manifest.segmentations.map(widened),
  };
  const testFiles = new Map<string, Uint8Array>();
  for (const file of [manifest.test!.input, ...Object.values(manifest.test!.expected)])
    testFiles.set(file, await readFile(join(sourceDir, file)));

  await mkdir(folder, { recursive: true });
  const dir = join(folder, 'model');
  await writeModelFolder(dir, wide, weights, testFiles);
  const tileFile = join(folder, 'tile.bin');
  await writeFile(tileFile, await tileBytes(join(sourceDir, manifest.test!.input)));
  await writeFile(join(folder, 'plan.json'), JSON.stringify(planForTorch(wide, model.plan)));
  return { dir, plan: model.plan, tileFile };
}

async function tileBytes(image: string): Promise<Uint8Array> {
  const { data, info } = await sharp(image).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const planes = rasterToPlanes({ width: info.width, height: info.height, channels: 3, data });
  return new Uint8Array(planes.data.buffer);
}

/** Plan for torchPeer.py, which handles models with one input and one segmentation map. */
function planForTorch(manifest: ModelManifest, { steps, maps }: Plan): object {
  const architectureOf = new Map(
    [...manifest.translations, ...manifest.segmentations].map((entry) => [entry.weights, entry.architecture]),
  );
  return {
    tilePx: manifest.tilePx,
    input: manifest.inputs[0],
    terms: maps[0]!.terms,
    steps: steps.map(({ name, entry, reads }) => ({
      name,
      reads: reads[0],
      file: join('model', entry.weights),
      architecture: entry.architecture.name,
      filters: architectureOf.get(entry.weights)!.filters,
    })),
  };
}
