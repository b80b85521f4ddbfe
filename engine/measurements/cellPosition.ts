// Measurements: the place of a cell in its image.

import type { Measurement } from './measurements.js';

const inPixels = { unit: 'pixels', needs: [] } as const;
const inMicrometres = { unit: 'µm', needs: ['mpp'] } as const;

export const centroidPx: readonly Measurement[] = [
  {
    id: 'centroid_x_px',
    title: 'Centroid X',
    ...inPixels,
    meaning: 'Column of the pixel at the centroid; the leftmost is 0.',
    of: ({ record }) => record.centroid[0],
  },
  {
    id: 'centroid_y_px',
    title: 'Centroid Y',
    ...inPixels,
    meaning: 'Row of the pixel at the centroid; the topmost is 0.',
    of: ({ record }) => record.centroid[1],
  },
];

export const centroidUm: readonly Measurement[] = [
  {
    id: 'centroid_x_um',
    title: 'Centroid X',
    ...inMicrometres,
    meaning: "From the left edge of the image to the middle of the centroid's pixel.",
    of: ({ record, mpp }) => (record.centroid[0] + 0.5) * mpp,
  },
  {
    id: 'centroid_y_um',
    title: 'Centroid Y',
    ...inMicrometres,
    meaning: "From the top edge of the image to the middle of the centroid's pixel.",
    of: ({ record, mpp }) => (record.centroid[1] + 0.5) * mpp,
  },
];

export const boundingBox: readonly Measurement[] = [
  {
    id: 'bbox_x_px',
    title: 'Bounding box X',
    ...inPixels,
    meaning: 'Leftmost column of the bounding box.',
    of: ({ record }) => record.bbox[0][0],
  },
  {
    id: 'bbox_y_px',
    title: 'Bounding box Y',
    ...inPixels,
    meaning: 'Topmost row of the bounding box.',
    of: ({ record }) => record.bbox[0][1],
  },
  {
    id: 'bbox_width_px',
    title: 'Bounding box width',
    ...inPixels,
    meaning: 'Columns of the bounding box.',
    of: ({ record: { bbox } }) => bbox[1][0] - bbox[0][0] + 1,
  },
  {
    id: 'bbox_height_px',
    title: 'Bounding box height',
    ...inPixels,
    meaning: 'Rows of the bounding box.',
    of: ({ record: { bbox } }) => bbox[1][1] - bbox[0][1] + 1,
  },
];
