// Measurements: size and form of a cell. Names for QuPath are those of its own nucleus measurements.

import type { Measurement } from './measurements.js';
import { circularity, perimeterPx } from './shape.js';

export const cellAreaPx: Measurement = {
  id: 'area_px',
  title: 'Area',
  unit: 'pixels',
  meaning: 'Pixels of the cell, holes included.',
  needs: [],
  quPathName: 'Nucleus: Area px^2',
  of: ({ record }) => record.size,
};

export const cellAreaUm2: Measurement = {
  id: 'area_um2',
  title: 'Area',
  unit: 'µm²',
  meaning: 'Area.',
  needs: ['mpp'],
  quPathName: 'Nucleus: Area µm^2',
  of: ({ record, mpp }) => record.size * mpp ** 2,
};

export const cellPerimeterPx: Measurement = {
  id: 'perimeter_px',
  title: 'Perimeter',
  unit: 'pixels',
  meaning:
    'Length of the outline, 1 per straight and √2 per diagonal step from pixel centre to pixel centre, as scikit-image measures it.',
  needs: [],
  quPathName: 'Nucleus: Perimeter px',
  of: ({ record }) => perimeterPx(record.boundary),
};

export const cellPerimeterUm: Measurement = {
  id: 'perimeter_um',
  title: 'Perimeter',
  unit: 'µm',
  meaning: 'Perimeter.',
  needs: ['mpp'],
  quPathName: 'Nucleus: Perimeter µm',
  of: ({ record, mpp }) => perimeterPx(record.boundary) * mpp,
};

export const cellCircularity: Measurement = {
  id: 'circularity',
  title: 'Circularity',
  unit: '0 to 1',
  meaning: '4π · area / perimeter², at most 1; about 0.9 for a disc of pixels.',
  needs: [],
  quPathName: 'Nucleus: Circularity',
  of: ({ record }) => circularity(record.size, perimeterPx(record.boundary)),
};
