// List of the built-in exporters, in the order in which people see them.

import { cellsAsCsv } from './csv.js';
import { exporters } from './exporters.js';
import { cellsAsGeoJson } from './geoJson.js';
import { reportAsHtml } from './htmlReport.js';
import { scoresAsJson } from './scores.js';
import { cellsAsTsv } from './tsv.js';

exporters.add(cellsAsCsv, cellsAsTsv, cellsAsGeoJson, scoresAsJson, reportAsHtml);
