// Memory of the networks of a run that are not trained: VGG19 of the perceptual terms, by the size of its file, and a
// teacher, by its manifest. Estimates for refusing a run that cannot end well.

import { stat } from 'node:fs/promises';
import { readModelFolder } from '../../checkpoints/modelFolder.js';
import { buildNetwork } from '../../networks/build.js';
import { parameterCount } from '../../networks/parameters.js';
import { workloadOf } from '../../networks/workload.js';
import type { TileSize } from '../plan/stepCost.js';
import { seesPerceptually } from './auxiliaryNetworks.js';
import type { RunDescription } from './storedRun.js';

const FLOAT_BYTES = 4;

/** VGG19 as published, up to relu5_1: filters of its first convolution, and its weights. */
const PUBLISHED_FILTERS = 64;
const PUBLISHED_BYTES = 12_944_960 * FLOAT_BYTES;

/**
 * Values that the perceptual term holds for each pixel and each filter of the first convolution: outputs of convolutions,
 * ReLUs and poolings of a generated image (610 of 64 filters), and the five feature maps of the true one (122).
 */
const VALUES_PER_FILTER = 732 / PUBLISHED_FILTERS;

/**
 * Memory in bytes for the run's auxiliary networks; 0 for a run without any. A missing file of VGG19 counts as empty.
 *
 * @throws EngineError for a teacher that is no model folder
 */
export async function auxiliaryBytes(
  run: Pick<RunDescription, 'plan' | 'vgg19' | 'teacher'>,
  tile: TileSize,
): Promise<number> {
  const { batchSize, objective } = run.plan;
  const vgg = seesPerceptually(run) ? await vggBytes(run.vgg19!, tile, batchSize) : 0;
  const isTaught = objective.lambdaDistillation !== 0 && run.teacher !== undefined;
  return vgg + (isTaught ? await teacherBytes(run.teacher, tile, batchSize) : 0);
}

/** The file also holds later layers, which are not loaded: narrower networks than the published one have smaller files. */
async function vggBytes(file: string, { width, height }: TileSize, batchSize: number): Promise<number> {
  const fileBytes = await stat(file).then(
    ({ size }) => size,
    () => 0, // loading it says that it is not there
  );
  const bytes = Math.min(fileBytes, PUBLISHED_BYTES);
  // Weights grow with the square of the width.
  const filters = PUBLISHED_FILTERS * Math.sqrt(bytes / PUBLISHED_BYTES);
  return bytes + FLOAT_BYTES * VALUES_PER_FILTER * filters * width * height * batchSize;
}

async function teacherBytes(dir: string, { width, height }: TileSize, batchSize: number): Promise<number> {
  const { translations, segmentations } = (await readModelFolder(dir)).manifest;
  const networks = [...translations, ...segmentations].map(({ architecture }) => buildNetwork(architecture));
  const parameters = networks.reduce((sum, network) => sum + parameterCount(network), 0);
  // Nothing is recorded: its networks run one after the other, and their images stay.
  const largest = Math.max(...networks.map((network) => workloadOf(network, width, height).largestValues));
  const images = 3 * width * height * networks.length;
  return FLOAT_BYTES * (parameters + batchSize * (2 * largest + images));
}
