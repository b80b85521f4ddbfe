// List of the built-in pruners, in the order in which people see them.

import { halvingPruner } from '../sweep/halvingPruner.js';
import { hyperbandPruner } from '../sweep/hyperbandPruner.js';
import { patientPruner } from '../sweep/patientPruner.js';
import { medianPruner, percentilePruner } from '../sweep/percentilePruner.js';
import { KEEP } from '../sweep/pruner.js';
import { thresholdPruner } from '../sweep/thresholdPruner.js';
import { wilcoxonPruner } from '../sweep/wilcoxonPruner.js';
import { pruners } from './pruners.js';

pruners.add(
  { id: 'none', title: 'No trial is pruned', open: () => () => KEEP },
  {
    id: 'median',
    title: 'Worse than the median of complete trials',
    open: (options) => medianPruner(options),
  },
  {
    id: 'percentile',
    title: 'Worse than a percentile of complete trials',
    open: (options) => percentilePruner({ percentile: 25, ...options }),
  },
  {
    id: 'successive-halving',
    title: 'Asynchronous successive halving',
    open: (options) => halvingPruner(options),
  },
  { id: 'hyperband', title: 'Hyperband', open: (options) => hyperbandPruner(options) },
  {
    id: 'patient',
    title: 'Worse than the median, and no gain for some epochs',
    open: ({ patience = 3, leastGain, ...options }) =>
      patientPruner(medianPruner(options), patience, leastGain),
  },
  {
    id: 'threshold',
    title: 'Outside of a range, or not a number',
    open: (options) => thresholdPruner(options),
  },
  {
    id: 'wilcoxon',
    title: 'Worse than the best trial at the same steps (Wilcoxon’s test)',
    open: (options) => wilcoxonPruner(options),
  },
);
