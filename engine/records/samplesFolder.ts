// Writer of a run's sample pictures: samples/step-<n>/<tile>.<image>.png, each folder complete or absent, and once
// samples/truth/ with the inputs and true images, which do not change.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exists, makeBeside } from '../files/writeBeside.js';
import { writePng } from '../images/encode.js';
import { EngineError } from '../protocol/errors.js';
import type { Raster } from '../protocol/raster.js';
import type { SamplePicture, SamplesEvent } from '../runlog/runEvents.js';
import { stepName } from '../reading/runCheckpoints.js';

/** Pictures of one tile by name; names are fit for files. */
export interface SampleTile {
  readonly name: string;
  readonly input: Raster;
  readonly generated: ReadonlyMap<string, Raster>;
  readonly truth: ReadonlyMap<string, Raster>;
}

export const SAMPLES = 'samples';
const TRUTH = `${SAMPLES}/truth`;
const INPUT_IMAGE = 'input';

/** Replaces the pictures of an earlier try at the same step. @throws EngineError `output-unwritable` */
export async function writeSamples(
  dir: string,
  step: number,
  tiles: readonly SampleTile[],
): Promise<Pick<SamplesEvent, 'folder' | 'pictures'>> {
  const folder = `${SAMPLES}/${stepName(step)}`;
  const steady = tiles.flatMap(({ name, input, truth }) => [
    picture(TRUTH, name, INPUT_IMAGE, 'input', input),
    ...[...truth].map(([image, raster]) => picture(TRUTH, name, image, 'truth', raster)),
  ]);
  const made = tiles.flatMap(({ name, generated }) =>
    [...generated].map(([image, raster]) => picture(folder, name, image, 'generated', raster)),
  );
  if (!(await exists(join(dir, TRUTH)))) await writeFolder(join(dir, TRUTH), steady);
  await writeFolder(join(dir, folder), made);
  return {
    folder,
    pictures: [...steady, ...made].map(({ tile, image, role, file }) => ({ tile, image, role, file })),
  };
}

type Drawn = SamplePicture & { readonly raster: Raster };

function picture(
  folder: string,
  tile: string,
  image: string,
  role: SamplePicture['role'],
  raster: Raster,
): Drawn {
  return { tile, image, role, file: `${folder}/${tile}.${image}.png`, raster };
}

async function writeFolder(target: string, pictures: readonly Drawn[]): Promise<void> {
  await makeBeside(
    target,
    async (temporary) => {
      await mkdir(temporary);
      for (const { tile, image, raster } of pictures)
        await writePng(raster, join(temporary, `${tile}.${image}.png`)).catch(nameless);
    },
    { replacesFolder: true },
  );
}

/** Rethrows the refusal without the name of the temporary folder, which would only confuse. */
function nameless(error: unknown): never {
  throw error instanceof EngineError && error.code === 'output-unwritable' ? (error.cause ?? error) : error;
}
