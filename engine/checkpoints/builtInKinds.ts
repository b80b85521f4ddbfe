// List of the kinds of models that are imported.

import { DEEPLIIF_WEIGHTS } from '../deepliif/plan.js';
import { MPP_AT_40X } from '../protocol/scale.js';
import { importedKinds } from './importedKinds.js';
import { cycleGanParts, deepLiifExtParts, deepLiifParts, sdgParts } from './modelParts.js';

importedKinds.add(
  {
    id: 'DeepLIIF',
    title: 'DeepLIIF',
    segmentation: 'summed',
    tilePx: 512,
    mpp: MPP_AT_40X,
    segmentationWeights: DEEPLIIF_WEIGHTS,
    parts: deepLiifParts,
  },
  {
    id: 'DeepLIIFExt',
    title: 'DeepLIIF with a segmentation for each modality',
    segmentation: 'separate',
    tilePx: 1024,
    mpp: MPP_AT_40X,
    parts: deepLiifExtParts,
  },
  {
    id: 'DeepLIIFKD',
    title: 'DeepLIIF by knowledge distillation',
    segmentation: 'summed',
    tilePx: 512,
    mpp: MPP_AT_40X,
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
