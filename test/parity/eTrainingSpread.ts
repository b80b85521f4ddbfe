// Tolerance of the losses of fixture e_training: the spread of PyTorch's own float32 around float64. One draw says little:
// a first step of Adam moves a weight by the whole rate, even if only the sign of rounding decides the direction.

import type { Trace } from './eTrainingManifest.js';

/**
 * Largest relative distance of a loss from float64 in each step: one row for each draw of torchTraces.py, PyTorch 2.13.
 * Contiguous layout, channels-last layout, contiguous layout without oneDNN.
 */
const DRAWS: Readonly<Record<string, readonly (readonly number[])[]>> = {
  T1_batch1_noVGG: [
    [4.8e-7, 1.8e-6, 1.9e-5, 1.9e-4, 2.7e-4, 1.0e-3],
    [2.3e-4, 5.9e-4, 6.8e-4, 9.4e-4, 4.5e-3, 1.8e-3],
    [2.3e-7, 1.0e-6, 7.1e-7, 2.6e-5, 3.1e-4, 2.5e-4],
  ],
  T2_batch2_noVGG: [
    [1.0e-4, 2.5e-3, 6.3e-4],
    [2.3e-4, 4.3e-4, 7.1e-4],
    [1.4e-7, 5.7e-6, 4.5e-5],
  ],
  T3_batch1_tinyVGG: [
    [4.8e-7, 2.1e-5, 4.6e-5],
    [2.3e-4, 4.6e-4, 4.4e-4],
    [2.3e-7, 1.5e-5, 1.3e-4],
  ],
};

/**
 * Largest distance among the draws, for every step of a trace: a step of a new backend may hit what another step of
 * PyTorch has hit. Another set of fixtures has distances of its own, of which its manifest knows one draw: twice that is
 * allowed as well, since both sides may drift.
 */
export function lossTolerance(name: string, trace: Trace): number {
  const drawn = DRAWS[name]?.flat() ?? [];
  return Math.max(...drawn, 2 * Math.max(...trace.max_rel_loss_diff_f32_vs_f64_per_step));
}
