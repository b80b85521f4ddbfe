// List of the kinds of models that are imported.

import { DEEPLIIF_WEIGHTS } from '../deepliif/plan.js';
import { importedKinds } from './importedKinds.js';
import { cycleGanParts, deepLiifExtParts, deepLiifParts, sdgParts } from './modelParts.js';

importedKinds.add(
  {
    id: 'DeepLIIF',
    title: 'DeepLIIF',
    segmentation: 'summed',
    tilePx: 512,
    segmentationWeights: DEEPLIIF_WEIGHTS,
    parts: deepLiifParts,
  },
  {
    id: 'DeepLIIFExt',
    title: 'DeepLIIF with a segmentation for each modality',
    segmentation: 'separate',
    tilePx: 1024,
    parts: deepLiifExtParts,
  },
  {
    id: 'DeepLIIFKD',
    title: 'DeepLIIF by knowledge distillation',
    segmentation: 'summed',
    tilePx: 512,
    parts: deepLiifParts,
  },
  { id: 'SDG', title: 'Synthetic data generation', segmentation: 'none', tilePx: 512, parts: sdgParts },
  {
    id: 'CycleGAN',
    title: 'CycleGAN',
    segmentation: 'none',
    tilePx: 512,
    parts: (options, _, direction) => cycleGanParts(options, direction),
  },
);
