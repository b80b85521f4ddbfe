// Exporter: a report to read and print. Image libraries are loaded with the first one.

import type { Exporter } from './exporters.js';
import { countedCells } from './scoredResult.js';
import { writeText } from './writeText.js';

export const reportAsHtml: Exporter = {
  id: 'html',
  title: 'Report as HTML',
  detail: 'Pictures, scores, settings and checksums, to print.',
  ending: '.report.html',
  needs: ['cells'],
  async write(result, [file], control) {
    const { reportHtml } = await import('./report.js');
    await writeText(file!, [await reportHtml(result, control)], control);
    return countedCells(result.maps);
  },
};
