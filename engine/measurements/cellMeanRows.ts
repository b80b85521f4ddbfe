// Measurements: means over a cell in the pictures of its result.

import type { Measurement } from './measurements.js';

const STAIN =
  'by colour deconvolution of the original image with the stain vectors of Ruifrok & Johnston (2001)';
const ABSENT = 'Empty in results of earlier versions until they are scored again.';

export const stainMeans: readonly Measurement[] = [
  {
    id: 'hematoxylin_od_mean',
    title: 'Hematoxylin OD',
    unit: 'optical density',
    meaning: `Mean over the cell of the optical density of hematoxylin, ${STAIN}. ${ABSENT}`,
    needs: ['hematoxylin_od_mean'],
    quPathName: 'Nucleus: Hematoxylin OD mean',
    of: ({ hematoxylin_od_mean: mean }) => mean,
  },
  {
    id: 'dab_od_mean',
    title: 'DAB OD',
    unit: 'optical density',
    meaning: `Mean over the cell of the optical density of DAB, ${STAIN}. ${ABSENT}`,
    needs: ['dab_od_mean'],
    quPathName: 'Nucleus: DAB OD mean',
    of: ({ dab_od_mean: mean }) => mean,
  },
];

const fluorescence = (title: string) =>
  `Mean over the cell of the brightest channel of the inferred ${title} image. ${ABSENT}`;

export const modalityMeans: readonly Measurement[] = [
  {
    id: 'hematoxylin_mean',
    title: 'Hematoxylin mean',
    unit: '0 to 255',
    meaning: `Mean over the cell of the brightness, (red + green + blue) / 3, of the inferred hematoxylin image: 255 is unstained. ${ABSENT}`,
    needs: ['hematoxylin_mean'],
    quPathName: 'Nucleus: Inferred hematoxylin mean',
    of: ({ hematoxylin_mean: mean }) => mean,
  },
  {
    id: 'dapi_mean',
    title: 'DAPI mean',
    unit: '0 to 255',
    meaning: fluorescence('DAPI'),
    needs: ['dapi_mean'],
    quPathName: 'Nucleus: Inferred DAPI mean',
    of: ({ dapi_mean: mean }) => mean,
  },
  {
    id: 'lap2_mean',
    title: 'LAP2β mean',
    unit: '0 to 255',
    meaning: fluorescence('LAP2β'),
    needs: ['lap2_mean'],
    quPathName: 'Nucleus: Inferred LAP2β mean',
    of: ({ lap2_mean: mean }) => mean,
  },
  {
    id: 'marker_mean',
    title: 'Marker mean',
    unit: '0 to 255',
    meaning: fluorescence('marker'),
    needs: ['marker_mean'],
    quPathName: 'Nucleus: Inferred marker mean',
    of: ({ marker_mean: mean }) => mean,
  },
];
