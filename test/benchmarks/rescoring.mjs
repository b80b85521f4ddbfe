// Time of scoring again in a browser, where the pages do it: `npm run bench:rescore`. Prints one line of JSON per number of
// cells. "score": from moved thresholds to counts; "panel": with everything that the score panel and the cell table compute
// from it, without drawing. DEEPLIIF_CHROMIUM names another browser.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { launchBrowser } from '../ui/launchBrowser.mjs';

const MOVES = 100;
const page = `
  import { percentInterval } from './engine/measurements/percentInterval.js';
  import { DEFAULT_CUTOFFS, hScore, intensityCounts } from './engine/measurements/hScore.js';
  import { automaticSizes, correctedClasses, liveThresholds, scoreLive } from './webview/scoring/liveScores.js';
  import { columnsOf, filtered } from './webview/scoring/cellRows.js';
  import { sortedOrder } from './webview/ui/tableRows.js';
  import { curvePoints, thresholdCurve } from './webview/scoring/thresholdCurve.js';

  function cellsOf(length: number) {
    let state = 1;
    const next = (most: number) => Math.floor((state = Math.imul(state, 1664525) + 1013904223 >>> 0) / 2 ** 32 * most);
    const column = (most: number) => Int32Array.from({ length }, () => next(most));
    const place = column(20000);
    return { length, areaPx: column(900), positive: Uint8Array.from(column(2)), marker: Uint8Array.from(column(256)),
      od: Uint16Array.from(column(300)), firstX: place, firstY: place, minX: place, maxX: place, maxY: place,
      centroidX: place, centroidY: column(20000) };
  }
  function run(length: number) {
    const list = cellsOf(length);
    const sizes = automaticSizes(list);
    const corrections = [0, 1, 2].map((i) =>
      ({ map: 'Seg', x: list.centroidX[i], y: list.centroidY[i], positive: true, at: '' }));
    const classes = correctedClasses(list, corrections, 'Seg');
    const cells = { list, gate: new Uint8Array(length), corrected: classes.corrected, revision: 0,
      outlineStart: new Uint32Array(length + 1), outlineXy: new Float32Array(0) };
    const score: number[] = [];
    const panel: number[] = [];
    const curves: number[] = [];
    for (let move = 0; move < ${MOVES}; move++) {
      const began = performance.now();
      const options = { resolution: '40x', sizeThreshold: move % 3 ? 3 * move : 'auto', markerThreshold: 100 + move };
      const thresholds = liveThresholds(options as any, list, 200, sizes);
      const gate = new Uint8Array(length);
      const { scoring, correctedScoring } = scoreLive(list, thresholds, classes, new Uint8Array(length), gate);
      cells.gate = gate;
      score.push(performance.now() - began);
      for (const each of [scoring, correctedScoring]) percentInterval(each.num_pos, each.num_total);
      hScore(intensityCounts(gate, list.od, DEFAULT_CUTOFFS.od, classes.corrected));
      sortedOrder(length, filtered(cells, { classes: 'counted' }), columnsOf(cells)[0]!.valueOf, false);
      panel.push(performance.now() - began);
      const curvesBegan = performance.now();
      for (const name of ['sizeThreshold', 'sizeThresholdUpper', 'markerThreshold'] as const)
        thresholdCurve(list, thresholds, name, curvePoints(0, 900));
      curves.push(performance.now() - curvesBegan);
    }
    const of = (times: number[]) => {
      const sorted = times.sort((a, b) => a - b);
      const at = (share: number) => Number(sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(2));
      return { medianMs: at(0.5), p95Ms: at(0.95) };
    };
    return { cells: length, score: of(score), panel: of(panel), threeCurves: of(curves) };
  }
  (globalThis as any).run = run;
`;

const { outputFiles } = await build({
  stdin: { contents: page, loader: 'ts', resolveDir: fileURLToPath(new URL('../..', import.meta.url)) },
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2022',
});
const browser = await launchBrowser([]);
try {
  const tab = await browser.newPage();
  await tab.addScriptTag({ content: outputFiles[0].text });
  for (const cells of [10_000, 100_000]) console.log(JSON.stringify(await tab.evaluate(`run(${cells})`)));
} finally {
  await browser.close();
}
