// Imports a checkpoint of the reference, a folder or a .zip, as a model folder; with a test pair if a test image is given.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackendId } from '../backends/backend.js';
import { withCheckpointFolder } from '../checkpoints/checkpointPlace.js';
import { importDeepLiif, type ImportOptions } from '../checkpoints/importDeepLiif.js';
import { checkTarget, writeModelFolder, type ModelFolder } from '../checkpoints/modelFolder.js';
import type { ModelManifest, ModelTestPair } from '../deepliif/manifest.js';
import { openImage } from '../images/decode.js';
import { writePng } from '../images/encode.js';
import { memorySink } from '../images/memory.js';
import { inferImage } from '../inference/inferImage.js';
import type { Control } from '../protocol/progress.js';
import { closeAll } from './analyseImage.js';
import { openAnalyser } from './openAnalyser.js';

export interface ImportModelOptions extends ImportOptions {
  /**
   * Test image of at least one tile. It becomes the model's test pair, with the images that the model makes of it
   * here.
   */
  readonly testImage?: string | undefined;
  readonly backend?: BackendId | undefined;
  readonly overwrite?: boolean | undefined;
}

/**
 * Writes the model folder `out`; it is complete or absent. `place`: a checkpoint folder, a folder around it, or a .zip.
 *
 * @throws EngineError `model-not-found`, `model-invalid` and `usage` for the checkpoint, `image-unreadable` for the test
 *   image, `output-unwritable` for `out`, `cancelled`
 */
export async function importModel(
  place: string,
  out: string,
  options: ImportModelOptions,
  control: Control = {},
): Promise<ModelManifest> {
  // Refused before gigabytes are unpacked.
  await checkTarget(out, options.overwrite === true);
  return withCheckpointFolder(place, out, control, (dir) => importFolder(dir, out, options, control));
}

async function importFolder(
  dir: string,
  out: string,
  options: ImportModelOptions,
  control: Control,
): Promise<ModelManifest> {
  const { manifest, weightsByFile } = await importDeepLiif(dir, options, control);
  const overwrite = { overwrite: options.overwrite === true };
  if (options.testImage === undefined) {
    await writeModelFolder(out, manifest, weightsByFile, new Map(), overwrite, control);
    return manifest;
  }
  const temporary = await mkdtemp(join(tmpdir(), 'deepliif-import-'));
  try {
    const folder = { manifest, dir: join(temporary, 'model') };
    await writeModelFolder(folder.dir, manifest, weightsByFile);
    const files = await makeTestPair(folder, options.testImage, options.backend, temporary, control);
    const tested = { ...manifest, test: testPairOf(files) };
    await writeModelFolder(out, tested, weightsByFile, files, overwrite);
    return tested;
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

const TEST_INPUT = 'test/input.png';

/** The image's first tile, and every output for it, as PNG files of the model folder. */
async function makeTestPair(
  folder: ModelFolder,
  image: string,
  backend: BackendId | undefined,
  temporary: string,
  control: Control,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { tilePx, inputs } = folder.manifest;
  const source = await openImage(image, { colour: 'managed' });
  const wanted = { scope: 'all', intermediateMaps: false } as const;
  const analyser = await openAnalyser(folder, wanted, { backend, precision: 'float32' }, control);
  try {
    // Several inputs lie side by side; then the whole image is kept, because a corner would cut through them.
    const width = inputs.length > 1 ? source.width : Math.min(tilePx, source.width);
    const height = inputs.length > 1 ? source.height : Math.min(tilePx, source.height);
    const tile = await source.read(0, 0, width, height);
    const sink = memorySink(width, height, 3);
    await sink.write(0, 0, tile);
    const input = await sink.finish();
    const makeSink = (w: number, h: number) => Promise.resolve(memorySink(w, h, 3));
    const { images } = await inferImage(input, analyser.model, { tilePx }, makeSink, control);
    const files = new Map([[TEST_INPUT, await pngBytes(input, temporary)]]);
    for (const { name } of analyser.model.plan.outputs)
      files.set(`test/${name}.png`, await pngBytes(images.get(name)!, temporary));
    await closeAll([...images.values()]);
    return files;
  } finally {
    await source.close();
    await analyser.dispose();
  }
}

async function pngBytes(source: Parameters<typeof writePng>[0], temporary: string): Promise<Uint8Array> {
  const path = join(temporary, 'picture.png');
  await writePng(source, path);
  return readFile(path);
}

/** Other machines round differently: one grey level in one pixel of a hundred is allowed. */
function testPairOf(files: ReadonlyMap<string, Uint8Array>): ModelTestPair {
  const expected = [...files.keys()].filter((file) => file !== TEST_INPUT);
  return {
    input: TEST_INPUT,
    expected: Object.fromEntries(expected.map((file) => [/([^/]+)\.png$/.exec(file)![1]!, file])),
    toleranceLevels: 1,
    minimumEqualShare: 0.99,
  };
}
