// The model that a run has trained, as a model folder: the generators of a checkpoint, which images they make from which,
// and a card that says where they come from. `deepliif infer --model` takes it like any other.

import { basename } from 'node:path';
import { slug } from '../../checkpoints/slug.js';
import { weightsSha256, writeModelFolder } from '../../checkpoints/modelFolder.js';
import type { ModelManifest, NetworkEntry } from '../../deepliif/manifest.js';
import { ENGINE_VERSION } from '../../files/engineVersion.js';
import type { GeneratorArchitecture } from '../../networks/architecture.js';
import type { Weights } from '../../tensors/weights.js';
import { EngineError } from '../../protocol/errors.js';
import type { MeasuredData } from './measuredData.js';
import { modelKind } from '../plan/modelKinds.js';
import { INPUT, outputsOf, segmentationId, type TrainedModelPlan } from '../plan/modelPlan.js';

export interface TrainedModelSource {
  /** The run's folder. */
  readonly dir: string;
  readonly plan: TrainedModelPlan;
  readonly measured: MeasuredData;
  readonly step: number;
  /** Tensors of a checkpoint. */
  readonly tensors: Weights;
  /** True if the run has other models beside it: id and title then name the step. */
  readonly isOneOfMany?: boolean;
}

/** Limits of models/schema.json. */
const SMALLEST_TILE_PX = 16;
const LARGEST_TILE_PX = 4096;

/** Names of modalities in the reference's output files. */
const LABELS: Readonly<Record<string, string>> = {
  hematoxylin: 'Hema',
  dapi: 'DAPI',
  lap2: 'Lap2',
  marker: 'Marker',
};

/**
 * Writes the model folder `out`; it is complete or absent.
 * @throws EngineError `model-invalid` if the checkpoint lacks a network, `output-unwritable`
 */
export async function writeTrainedModel(
  source: TrainedModelSource,
  out: string,
  { overwrite = false } = {},
): Promise<ModelManifest> {
  const { plan, measured, dir, step, isOneOfMany = false } = source;
  const files = new Map<string, Weights>();
  const entry = (id: string, architecture: GeneratorArchitecture): NetworkEntry => {
    const weights = generatorWeights(source, id);
    const file = `${id}.safetensors`;
    files.set(file, weights);
    return { weights: file, sha256: weightsSha256(weights), architecture };
  };
  const run = basename(dir);
  const outputs = outputsOf(plan);
  const imagesOf = (from: string) => (from === INPUT ? plan.inputs : [from]);
  const manifest: ModelManifest = {
    schemaVersion: 1,
    id: isOneOfMany ? `${slug(run)}-step-${step}` : slug(run),
    title: isOneOfMany ? `${run.slice(0, 150)}, step ${step}` : run.slice(0, 200),
    kind: modelKind(plan.kind).id,
    inputs: plan.inputs,
    tilePx: Math.min(LARGEST_TILE_PX, Math.max(SMALLEST_TILE_PX, measured.tilePx)),
    ...(measured.mpp === undefined ? {} : { mpp: measured.mpp }),
    normalisation: 'tile',
    translations: plan.translations.map(({ modality, generator }) => ({
      modality,
      label: LABELS[modality] ?? modality,
      backgroundColour: measured.backgroundColours?.[modality] ?? [0, 0, 0],
      ...entry(modality, generator),
    })),
    segmentations: plan.segmentations.map((segmentation) => ({
      name: segmentation.name === INPUT && plan.inputs.length === 1 ? plan.inputs[0]! : segmentation.name,
      from: segmentation.from.flatMap(imagesOf),
      // The reference's names: one sum, or a map of each modality.
      output: outputs.length === 1 ? 'Seg' : `Seg${outputs.indexOf(segmentation.output) + 1}`,
      weight: segmentation.weight,
      ...entry(segmentationId(segmentation), segmentation.generator),
    })),
    provenance: { source: `trained by this program (version ${ENGINE_VERSION}), run ${run}, step ${step}` },
  };
  const card = new TextEncoder().encode(cardOf(manifest, step));
  await writeModelFolder(out, manifest, files, new Map([['README.md', card]]), { overwrite });
  return manifest;
}

/** Weights of a generator: its running averages ("ema/…") where the run kept them, else the step's own. */
function generatorWeights({ tensors, dir }: TrainedModelSource, id: string): Weights {
  const under = (prefix: string) =>
    [...tensors].flatMap(([name, tensor]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor] as const] : [],
    );
  const weights = new Map([...under(`${id}/`), ...under(`ema/${id}/`)]);
  if (weights.size > 0) return weights;
  throw new EngineError('model-invalid', `${dir}: its checkpoint has no network "${id}".`);
}

function cardOf(
  { title, tilePx, mpp, translations, segmentations, provenance }: ModelManifest,
  step: number,
): string {
  const names = translations.map(({ modality }) => modality).join(', ');
  return `# ${title}

A model of virtual multiplex immunofluorescence (DeepLIIF: Ghahremani et al., Nature Machine Intelligence 2022), for
research, **not for diagnosis**.

- Makes: ${names}${segmentations.length > 0 ? ', segmentation' : ''}
- Tile: ${tilePx} × ${tilePx} px${mpp === undefined ? '' : ` at ${mpp} µm per pixel`}; batch normalisation with the tile's own statistics
- Made of: ${provenance?.source ?? ''}, after ${step} steps

What it was trained on and how well it does is in the run's folder (\`run.json\`, \`events.jsonl\`). Say here on which
images it was tested before you use it for anything.
`;
}
