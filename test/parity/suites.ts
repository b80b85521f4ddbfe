// All parity suites, by the folder of the fixtures that they read.

import { aResnet9 } from './aResnet9.js';
import { bUnet512 } from './bUnet512.js';
import { cDiscriminators } from './cDiscriminators.js';
import type { ParitySuite } from './check.js';
import { dModel } from './dModel.js';
import { eTraining } from './eTraining.js';
import { fPostprocess } from './fPostprocess.js';
import { gMetrics } from './gMetrics.js';
import { hPixels } from './hPixels.js';
import { hSpot } from './hSpot.js';
import { iResizeTiler } from './iResizeTiler.js';
import { jFullsize } from './jFullsize.js';

export const PARITY_SUITES: readonly { readonly folder: string; readonly suite: ParitySuite }[] = [
  { folder: 'a_resnet9', suite: aResnet9 },
  { folder: 'b_unet512', suite: bUnet512 },
  { folder: 'c_discriminators', suite: cDiscriminators },
  { folder: 'd_model', suite: dModel },
  { folder: 'e_training', suite: eTraining },
  { folder: 'f_postprocess', suite: fPostprocess },
  { folder: 'g_metrics', suite: gMetrics },
  { folder: 'h_spot', suite: hPixels },
  { folder: 'h_spot', suite: hSpot },
  { folder: 'i_resize_tiler', suite: iResizeTiler },
  { folder: 'j_fullsize', suite: jFullsize },
];
