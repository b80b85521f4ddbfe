// Manifest of fixture e_training, translated to our words: networks, losses, names.

import { parametersOf } from '../../engine/networks/parameters.js';
import { buildNetwork } from '../../engine/networks/build.js';
import type { NormKind, GeneratorArchitecture } from '../../engine/networks/architecture.js';
import type { PadMode } from '../../engine/networks/layers.js';
import type { Weights } from '../../engine/tensors/weights.js';
import { referenceObjective, type Objective, type GanMode } from '../../engine/training/plan/objective.js';
import {
  INPUT,
  networksOf,
  SEGMENTATION,
  type TrainedModelPlan,
} from '../../engine/training/plan/modelPlan.js';
import type { Checksum, TensorEntry } from './fixtureTensors.js';

export interface TrainingManifest {
  /** G1 … GN, GS0 … GSN, D1 …, DS0 … */
  readonly nets: readonly string[];
  readonly opt: {
    readonly ngf: number;
    readonly ndf: number;
    readonly net_g: GeneratorArchitecture['name'];
    readonly net_gs: GeneratorArchitecture['name'];
    /** "n_layers(4)". */
    readonly net_d: string;
    readonly norm: NormKind;
    readonly padding: PadMode;
    readonly lr_g: number;
    readonly lr_d: number;
    readonly beta1: number;
    readonly beta2: number;
    readonly lambda_L1: number;
    readonly lambda_feat: number;
    readonly gan_mode: GanMode;
    readonly gan_mode_s: GanMode;
    readonly seg_weights: readonly number[];
    readonly loss_G_weights: readonly number[];
    readonly loss_D_weights: readonly number[];
  };
  /** Starts with the path of the weights, then words: "../d_model/…/latest_net_<name>.pth, and words". */
  readonly init: string;
  /** Files with the weights of single networks, in a cut-down copy of the fixtures. */
  readonly init_files?: Readonly<Record<string, string>>;
  readonly traces: Readonly<Record<string, Trace>>;
}

export interface Trace {
  readonly steps: readonly TraceStep[];
  /** Losses of each step computed in float64; missing in a cut-down copy of the fixtures. */
  readonly steps_float64_losses?: readonly Readonly<Record<string, number>>[];
  readonly max_rel_loss_diff_f32_vs_f64_per_step: readonly number[];
  readonly worst_tensor_rel_l2_f32_vs_f64: readonly [number, string];
  readonly grads_at_step1?: {
    readonly D_step1: Readonly<Record<string, Checksum>>;
    readonly G_step1: Readonly<Record<string, Checksum>>;
  };
  readonly forward_step1?: Readonly<Record<string, Checksum>>;
  readonly forward_step1_files?: Readonly<Record<string, TensorEntry & { readonly layout: string }>>;
  readonly final_state?: Readonly<Record<string, Readonly<Record<string, Checksum>>>>;
  /** "G1:model.1.weight" → file. */
  readonly full_tensors?: Readonly<Record<string, TensorEntry>>;
}

export interface TraceStep {
  readonly step: number;
  readonly inputs: readonly { readonly image: string; readonly hflip: boolean }[];
  readonly losses: Readonly<Record<string, number>>;
  readonly watch: Readonly<Record<string, Checksum>>;
}

/** Our id of a network: G2 → "mod2", GS0 → "seg-input", DS3 → "d-seg-mod3". Modalities have no names in the fixture. */
export function idOf(net: string): string {
  const [, role, segmentation, index] = /^([GD])(S?)(\d+)$/.exec(net) ?? [];
  if (role === undefined) throw new Error(`unknown network "${net}"`);
  const of = segmentation ? `seg-${index === '0' ? INPUT : modality(index!)}` : modality(index!);
  return role === 'D' ? `d-${of}` : of;
}

/** Our name of a loss: "G_GAN_1" → "mod1/gan", "D_real_S" → "segmentation/d-real", "G" → "total/generators". */
export function lossNameOf(reference: string): string {
  if (reference === 'G') return 'total/generators';
  if (reference === 'D') return 'total/discriminators';
  const [, term, index] = /^(G_GAN|G_L1|G_VGG|D_real|D_fake)_(\d+|S)$/.exec(reference) ?? [];
  if (term === undefined) throw new Error(`unknown loss "${reference}"`);
  const terms = { G_GAN: 'gan', G_L1: 'l1', G_VGG: 'perceptual', D_real: 'd-real', D_fake: 'd-fake' };
  return `${index === 'S' ? 'segmentation' : modality(index!)}/${terms[term as keyof typeof terms]}`;
}

const modality = (index: string) => `mod${index}`;

export function planOf({ nets, opt }: TrainingManifest): TrainedModelPlan {
  const { ngf, ndf, norm } = opt;
  const modalities = nets.filter((net) => /^G\d+$/.test(net)).map((net) => idOf(net));
  const generator = (name: GeneratorArchitecture['name'], padding: PadMode): GeneratorArchitecture => ({
    name,
    inChannels: 3,
    outChannels: 3,
    filters: ngf,
    norm,
    dropout: true,
    padding,
    upsampling: 'transposed-convolution',
  });
  const layers = Number(/^n_layers\((\d+)\)$/.exec(opt.net_d)?.[1]);
  const discriminator = { name: 'patchgan', inChannels: 6, filters: ndf, norm, layers } as const;
  return {
    kind: 'DeepLIIF',
    inputs: ['ihc'],
    panels: ['ihc', ...modalities, SEGMENTATION],
    translations: modalities.map((name) => ({
      modality: name,
      generator: generator(opt.net_g, opt.padding),
      discriminator,
    })),
    segmentations: [INPUT, ...modalities].map((name, i) => ({
      name,
      from: [name],
      output: SEGMENTATION,
      weight: opt.seg_weights[i]!,
      generator: generator(opt.net_gs, 'reflect'),
      discriminator,
    })),
  };
}

export function objectiveOf(manifest: TrainingManifest): Objective {
  const { opt } = manifest;
  const weights = { generators: opt.loss_G_weights, discriminators: opt.loss_D_weights };
  return {
    ...referenceObjective(planOf(manifest).translations.length, true, weights),
    translationGan: opt.gan_mode,
    segmentationGan: opt.gan_mode_s,
    lambdaL1: opt.lambda_L1,
    lambdaPerceptual: opt.lambda_feat,
  };
}

/** Adds running statistics, which TorchScript files lack. Training does not read them, so any values will do. */
export function completed(
  plan: TrainedModelPlan,
  weights: ReadonlyMap<string, Weights>,
): Map<string, Weights> {
  return new Map(
    networksOf(plan).map(({ id, architecture }) => {
      const all = new Map(weights.get(id));
      for (const { name, role, shape } of parametersOf(buildNetwork(architecture)))
        if ((role === 'runningMean' || role === 'runningVariance') && !all.has(name))
          all.set(name, { shape, data: new Float32Array(shape[0]!).fill(role === 'runningMean' ? 0 : 1) });
      return [id, all];
    }),
  );
}
