// List of the built-in measurements, in the order of their columns.

import { boundingBox, centroidPx, centroidUm } from './cellPosition.js';
import { modalityMeans, stainMeans } from './cellMeanRows.js';
import { cellAreaPx, cellAreaUm2, cellCircularity, cellPerimeterPx, cellPerimeterUm } from './cellShape.js';
import { markerMax, odMean } from './cellStaining.js';
import { measurements } from './measurements.js';

measurements.add(
  cellAreaPx,
  ...centroidPx,
  ...boundingBox,
  cellPerimeterPx,
  cellCircularity,
  markerMax,
  odMean,
  ...stainMeans,
  ...modalityMeans,
  cellAreaUm2,
  ...centroidUm,
  cellPerimeterUm,
);
