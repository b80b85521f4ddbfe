// Measurements: how strongly a cell is stained.

import type { Measurement } from './measurements.js';

export const markerMax: Measurement = {
  id: 'marker_max',
  title: 'Marker',
  unit: '0 to 255',
  meaning: 'Largest brightness of the inferred marker image in the cell; empty without a marker image.',
  needs: ['marker'],
  quPathName: 'Nucleus: Marker max',
  of: ({ marker }) => marker,
};

export const odMean: Measurement = {
  id: 'od_mean',
  title: 'Optical density',
  unit: 'optical density',
  meaning:
    'Mean over the cell of the sum over red, green and blue of log10(255 / value), in the original image.',
  needs: ['od'],
  quPathName: 'Nucleus: OD sum mean',
  of: ({ od }) => od / 100,
};
