// Folder of a run that has trained the toy model: its checkpoints hold the toy's weights, so that models of them
// analyse images in seconds.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelManifest } from '../../../../engine/deepliif/manifest.js';
import { encodeSafetensors, readSafetensors } from '../../../../engine/tensors/safetensors.js';
import type { StoredTensor } from '../../../../engine/tensors/weights.js';

interface StoredRun {
  readonly plan: {
    readonly model: {
      readonly translations: readonly { readonly modality: string }[];
      readonly segmentations: readonly { readonly name: string }[];
    };
  };
}

/** `root`: of the extension. Writes run.json, events of a run that is done, and a checkpoint of each step. */
export function writeStoredRun(root: string, folder: string, steps: readonly number[]): void {
  const tiny = join(root, 'test', 'fixtures', 'models', 'deepliif-tiny');
  const manifest = JSON.parse(readFileSync(join(tiny, 'manifest.json'), 'utf8')) as ModelManifest;
  const fixture = readFileSync(join(root, 'test/fixtures/training/storedRuns.json'), 'utf8');
  const { run } = (JSON.parse(fixture) as { readonly default: { readonly run: StoredRun } }).default;
  const { model } = run.plan;
  const tensors = new Map<string, StoredTensor>();
  const withGenerators = <T extends object>(
    pairs: readonly T[],
    entries: ModelManifest['translations'] | ModelManifest['segmentations'],
    id: (pair: T) => string,
  ) =>
    pairs.map((pair, i) => {
      const { weights, architecture } = entries[i]!;
      for (const [name, tensor] of readSafetensors(readFileSync(join(tiny, weights)), weights).weights)
        tensors.set(`${id(pair)}/${name}`, tensor);
      return { ...pair, generator: architecture };
    });
  const trained = {
    ...model,
    translations: withGenerators(model.translations, manifest.translations, ({ modality }) => modality),
    segmentations: withGenerators(model.segmentations, manifest.segmentations, ({ name }) => `seg-${name}`),
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'run.json'),
    JSON.stringify({ ...run, plan: { ...run.plan, model: trained }, measured: { tilePx: 512 } }),
  );
  for (const step of steps) {
    const checkpoint = join(folder, 'checkpoints', `step-${String(step).padStart(9, '0')}`);
    mkdirSync(checkpoint, { recursive: true });
    writeFileSync(join(checkpoint, 'tensors.safetensors'), Buffer.concat(encodeSafetensors(tensors)));
    writeFileSync(join(checkpoint, 'state.json'), JSON.stringify({ eventsBytes: 0, progress: { step } }));
  }
}
