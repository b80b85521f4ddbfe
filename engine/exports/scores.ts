// Exporter: the numbers of a result in one JSON document (scoresDocument.ts).

import type { Exporter } from './exporters.js';
import { countedCells } from './scoredResult.js';
import { scoresFile } from './scoresDocument.js';
import { writeText } from './writeText.js';

export const scoresAsJson: Exporter = {
  id: 'json',
  title: 'Scores as JSON',
  detail: 'Counts, all scores, thresholds and checksums.',
  ending: '.scores.json',
  needs: ['cells'],
  async write(result, [file], control) {
    await writeText(file!, [`${JSON.stringify(scoresFile(result), null, 1)}\n`], control);
    return countedCells(result.maps);
  },
};
