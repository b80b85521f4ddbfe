// A report to read and print: one HTML file that needs nothing else, runs no script and asks no network.

import { ENGINE_VERSION } from '../files/engineVersion.js';
import { DEMO_NOTE, PUBLISHED_MODEL } from '../protocol/demoModel.js';
import type { Control } from '../protocol/progress.js';
import { percentText } from '../protocol/scoring.js';
import type { GivenScore } from '../measurements/scoreCells.js';
import { scaleInWords } from '../protocol/scale.js';
import { scaleOfRecord } from '../reading/resultRecord.js';
import { histogram } from './histogram.js';
import { html, type Html } from '../protocol/html.js';
import { figure, reportPage, valueRows, type ValueRow } from '../reports/reportPage.js';
import { reportPictures, type ReportPictures } from './reportPictures.js';
import { mapScores, type IntensityScores, type MapScores } from './mapScores.js';
import type { ScoredMap, ScoredResult } from './scoredResult.js';

/** The whole report. It names missing pictures; only `cancelled` is thrown. */
export async function reportHtml(result: ScoredResult, control: Control): Promise<string> {
  const pictures = await reportPictures(result, control);
  return reportPage(
    `DeepLIIF report: ${result.imageName}`,
    html`${demoBanner(result)}
      <h1>${result.imageName}</h1>
      <p class="note">
        DeepLIIF report · analysed ${result.record.createdAt} · for research, not for diagnosis
      </p>
      ${result.maps.map((map) => mapSection(result, map))} ${pictureSection(result, pictures)}
      ${settingsSection(result)}`,
  );
}

/** First line of the page, on paper too: nobody may take these scores for results. */
function demoBanner({ record: { model } }: ScoredResult): Html | undefined {
  if (model?.demo !== true) return undefined;
  return html`<p class="demo" role="note">
    <b>${DEMO_NOTE[0]!.toUpperCase()}${DEMO_NOTE.slice(1)}.</b> ${model.title} only shows how the program
    works. Import a real model, such as the one that the authors of DeepLIIF publish (DOI
    ${PUBLISHED_MODEL.doi}), and analyse the image again.
  </p>`;
}

function mapSection(result: ScoredResult, map: ScoredMap): Html {
  const scores = mapScores(map, result.record.thresholds);
  const { scoring, byClasses } = scores;
  const title = result.maps.length > 1 ? `Scores of ${map.name}` : 'Scores';
  return html`<section>
    <h2>${title}</h2>
    <div class="scores">
      ${byClasses.map(
        ({ scorer, score }) => html`<div><b>${score.shown}</b> ${score.note ?? scorer.title}</div>`,
      )}
      <div><b>${scoring.num_total}</b> cells</div>
      <div><b>${scoring.num_pos}</b><span class="key positive"></span>positive</div>
      <div><b>${scoring.num_neg}</b><span class="key negative"></span>negative</div>
    </div>
    ${explanations(byClasses)} ${correctionNote(scores)} ${pluginTable(result, map)}
    ${intensityTable(scores, map)} ${histograms(result, map)}
  </section>`;
}

/** Scores of plug-ins, with the plug-in that gave each. */
function pluginTable({ record }: ScoredResult, { name, corrections }: ScoredMap): Html | undefined {
  const scores = record.plugins?.scores.filter(({ map }) => map === name) ?? [];
  if (scores.length === 0) return undefined;
  const words =
    corrections.length > 0
      ? 'These scores follow from the thresholds alone, without the corrections by hand.'
      : '';
  return html`<h3>Scores of plug-ins</h3>
    <table>
      <thead>
        <tr>
          <th>Score</th>
          <th>Value</th>
          <th>Plug-in</th>
        </tr>
      </thead>
      <tbody>
        ${scores.map(
          ({ title, shown, plugin }) =>
            html`<tr>
              <td>${title}</td>
              <td>${shown}</td>
              <td>${plugin.title} (${plugin.id} ${plugin.version})</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${scores.flatMap(({ title, explanation }) =>
      explanation === undefined ? [] : [html`<p class="note">${title}: ${explanation}</p>`],
    )}
    ${words === '' ? undefined : html`<p class="note">${words}</p>`}`;
}

function explanations(scores: readonly GivenScore[]): readonly Html[] {
  return scores.flatMap(({ scorer: { explanation } }) =>
    explanation === undefined ? [] : [html`<p class="note">${explanation}</p>`],
  );
}

function correctionNote({ corrections }: MapScores): Html | undefined {
  if (corrections.list.length === 0) return undefined;
  const { scoringWithout } = corrections;
  return html`<p>
    Corrected by hand: a person has set or excluded ${corrections.cells} of these cells. Without that:
    ${scoringWithout.num_pos} of ${scoringWithout.num_total} positive, ${percentText(scoringWithout)} %.
  </p>`;
}

function intensityTable({ intensity }: MapScores, { cutoffs }: ScoredMap): Html | undefined {
  const rows: (readonly [string, IntensityScores, number])[] = [];
  if (intensity.od) rows.push(['Optical density', intensity.od, 100]);
  if (intensity.marker) rows.push(['Marker', intensity.marker, 1]);
  const titles = rows[0]?.[1].scores.map(({ scorer }) => scorer.title) ?? [];
  if (titles.length === 0) return undefined;
  return html`<h3>${titles.join(' and ')}</h3>
    <table>
      <thead>
        <tr>
          <th>Intensity</th>
          <th>Cut-offs 1+, 2+, 3+</th>
          <th>0</th>
          <th>1+</th>
          <th>2+</th>
          <th>3+</th>
          ${titles.map((title) => html`<th>${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(([name, { cutoffs, counts, scores }, unit]) => {
          const shown = [cutoffs.weak, cutoffs.moderate, cutoffs.strong].map((cutoff) => cutoff / unit);
          return html`<tr>
            <td>${name}</td>
            <td>${shown.join(', ')}</td>
            <td>${counts.negative}</td>
            <td>${counts.weak}</td>
            <td>${counts.moderate}</td>
            <td>${counts.strong}</td>
            ${scores.map(({ score }) => html`<td>${score.shown}</td>`)}
          </tr>`;
        })}
      </tbody>
    </table>
    ${explanations(rows[0]![1].scores)}
    <p class="note">
      Computed by the rules of QuPath from the positive cells; a positive cell below the first cut-off counts
      as 0, unless a person has set it to positive. ${cutoffs ? SET_CUTOFFS : BUILT_IN_CUTOFFS} Optical
      density is the mean over the cell of the sum over red, green and blue; marker is the brightest pixel of
      the inferred marker image.
    </p>`;
}

const SET_CUTOFFS = 'Cut-offs are those that were set by hand before this report was made.';
const BUILT_IN_CUTOFFS =
  'Cut-offs are the built-in ones, which are not adjusted to any particular stain or scanner.';

function histograms({ mpp }: ScoredResult, { list, gate }: ScoredMap): Html | undefined {
  const axis = mpp === undefined ? { label: 'Area, pixels' } : { label: 'Area, µm²', scale: mpp ** 2 };
  const area = histogram({ ...axis, gathersFar: true }, list.areaPx, gate);
  if (!area) return undefined;
  return html`<h3>Distributions</h3>
    <p class="note"><span class="key negative"></span>negative <span class="key positive"></span>positive</p>
    <div class="histograms">
      ${area} ${list.od ? histogram({ label: 'Optical density', scale: 0.01 }, list.od, gate) : undefined}
      ${list.marker ? histogram({ label: 'Marker, largest brightness (0 to 255)' }, list.marker, gate) : undefined}
    </div>`;
}

function pictureSection({ maps }: ScoredResult, { main, small, missing }: ReportPictures): Html {
  const corrected = maps.some(({ corrections }) => corrections.length > 0);
  return html`<section>
    <h2>Pictures</h2>
    ${
      corrected
        ? html`<p class="note">
            Pictures of cells show the classes that the thresholds give, without corrections.
          </p>`
        : undefined
    }
    ${missing.map((words) => html`<p class="note">Not shown: ${words}</p>`)}
    <div class="main">${main.map(figure)}</div>
    <div class="small">${small.map(figure)}</div>
  </section>`;
}

function settingsSection(result: ScoredResult): Html {
  const { record, mpp, maps } = result;
  const { image, model, backend, tiles } = record;
  const scale = scaleOfRecord(record);
  const size = `${image.widthPx} × ${image.heightPx} px`;
  const rows: readonly ValueRow[] = [
    ['Image', result.imageName],
    ['SHA-256 of the image', image.sha256, 'hash'],
    ['Size', mpp === undefined ? `${size}; size of a pixel unknown` : `${size}, ${mpp} µm per pixel`],
    ...(scale
      ? [['Magnification', scaleInWords(scale)] as const]
      : record.thresholds
        ? [['Magnification', `${record.thresholds.resolution}, by the size of a tile`] as const]
        : []),
    ...[...image.notices, ...(record.plugins?.notices ?? [])].map((notice) => ['Notice', notice] as const),
    [
      'Model',
      model
        ? `${model.title} (${model.id})${model.demo === true ? `; ${DEMO_NOTE}` : ''}`
        : 'none: the segmentation map was made elsewhere',
    ],
    ...(model ? [['SHA-256 of the model’s manifest', model.manifestSha256, 'hash'] as const] : []),
    ...(backend ? [['Computed by', `${backend.description}, ${backend.precision}`] as const] : []),
    ...(tiles
      ? [['Tiles', `${tiles.total} of ${tiles.tilePx} px, overlap ${tiles.overlapPx} px`] as const]
      : []),
    ...maps.map(
      (map) => [maps.length > 1 ? `Thresholds of ${map.name}` : 'Thresholds', thresholdWords(map)] as const,
    ),
    ['Engine', `${record.engineVersion} (analysis), ${ENGINE_VERSION} (this report)`],
  ];
  return html`<section>
    <h2>How it was made</h2>
    ${valueRows(rows)}
  </section>`;
}

function thresholdWords({ thresholds }: ScoredMap): string {
  const { segThreshold, sizeThreshold, sizeThresholdUpper, markerThreshold } = thresholds;
  const { odThresholdLower, odThresholdUpper } = thresholds;
  return [
    `cell pixels: red + blue above ${segThreshold}`,
    `area above ${sizeThreshold} px${sizeThresholdUpper === undefined ? '' : ` and below ${sizeThresholdUpper} px`}`,
    markerThreshold === undefined ? 'no marker threshold' : `positive above marker ${markerThreshold}`,
    ...(odThresholdLower === undefined ? [] : [`optical density from ${odThresholdLower / 100}`]),
    ...(odThresholdUpper === undefined ? [] : [`optical density up to ${odThresholdUpper / 100}`]),
  ].join('; ');
}
