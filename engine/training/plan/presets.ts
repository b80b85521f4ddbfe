// The presets of a training run, one value each: a preset is only a set of option values. Explicit options overrule it,
// in a configuration file and as flags. The wizard of the extension offers the rows that have a `detail`.

export interface TrainingPreset {
  readonly id: string;
  /** Name for people: "Quick look". */
  readonly title: string;
  /** One sentence for the wizard: purpose of the preset. Rows without it are for the command line. */
  readonly detail?: string;
  /** Values by the names of the table of options. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** The offered rows are ordered by the memory that they need, the smallest first. */
export const TRAINING_PRESETS: readonly TrainingPreset[] = [
  {
    id: 'quick-look',
    title: 'Quick look',
    detail: 'Shows within minutes that training works; at most 20 samples.',
    options: {
      preprocess: 'resize_and_crop',
      loadSize: 256,
      cropSize: 256,
      maxDatasetSize: 20,
      netG: ['unet_32'],
      netGs: ['unet_32'],
      ngf: 8,
      ndf: 8,
      nLayersD: 3,
      lrG: 0.002,
      nEpochs: 10,
      nEpochsDecay: 10,
      sampleEveryEpochs: 1,
    },
  },
  {
    id: 'small',
    title: 'Small',
    detail: 'Networks that a processor without GPU can train.',
    options: {
      preprocess: 'resize_and_crop',
      loadSize: 256,
      cropSize: 256,
      netG: ['unet_128'],
      netGs: ['unet_128'],
      ngf: 16,
      ndf: 8,
      nLayersD: 3,
      nEpochs: 30,
      nEpochsDecay: 30,
    },
  },
  {
    id: 'full-size',
    title: 'Full-size',
    detail: 'DeepLIIF as published; needs a GPU.',
    options: {},
  },
  { id: 'reference', title: 'Objective of the reference’s code', options: { objective: 'reference' } },
  { id: 'paper', title: 'Objective of the paper’s equations', options: { objective: 'paper' } },
];

/** Presets that the wizard offers. */
export const OFFERED_PRESETS = TRAINING_PRESETS.filter(
  (preset): preset is TrainingPreset & { readonly detail: string } => preset.detail !== undefined,
);

/** The options with those of their preset, which they overrule. An unknown preset stays for the check of options. */
export function withPreset(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const preset = TRAINING_PRESETS.find(({ id }) => id === given.preset);
  return preset ? { ...preset.options, ...given } : given;
}
