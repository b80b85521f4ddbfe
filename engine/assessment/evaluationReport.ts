// Report of an evaluation as one HTML file: summary with intervals, tests against another set in words, images from the worst
// on, and pictures of the first of them.

import { basename, resolve } from 'node:path';
import { yieldToEventLoop } from '../control/cancel.js';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { asError, EngineError } from '../protocol/errors.js';
import {
  evaluationCommand,
  leadingMetric,
  worstFirst,
  type EvaluationDocument,
  type EvaluationPicture,
  type EvaluationPictureId,
} from '../protocol/evaluations.js';
import { html, type Html } from '../protocol/html.js';
import type { Control } from '../protocol/progress.js';
import { dataUri } from '../reports/embeddedPicture.js';
import { figure, reportPage, valueRows } from '../reports/reportPage.js';
import { writeText } from '../exports/writeText.js';
import { imagePictures } from './imagePictures.js';
import { findPairs } from './pairs.js';
import { differenceSection, definitionSection, imageSection, summarySection } from './reportTables.js';

/** Images with pictures; all others are in the tables. */
const MOST_PICTURED = 24;
const PICTURE_SIDE_PX = 560;

/** Titles of the pictures. */
const PICTURE_TITLES: Readonly<Record<EvaluationPictureId, string>> = {
  image: 'Image as analysed',
  outlines: 'Truth (green) and prediction (magenta)',
  areas: 'log2 of predicted over true area',
  modalities: 'Modalities: true (above) and predicted (below)',
};

/** Writes the report as one file, complete or absent. @throws EngineError `output-unwritable`, `cancelled` */
export async function writeEvaluationReport(
  file: string,
  document: EvaluationDocument,
  control: Control,
): Promise<void> {
  await writeText(file, [await evaluationReport(document, control)], control);
}

/** @throws EngineError `cancelled` */
export async function evaluationReport(document: EvaluationDocument, control: Control): Promise<string> {
  const { settings, images, models, against } = document;
  const name = basename(resolve(settings.prediction));
  const otherName = settings.against === undefined ? undefined : basename(resolve(settings.against));
  const leading = leadingMetric(document);
  const order = leading ? worstFirst(document, leading) : [...images.keys()];
  const pictures = await pictureSection(document, order, control);
  return reportPage(
    `DeepLIIF evaluation: ${name}`,
    html`<h1>Evaluation of ${name}${otherName === undefined ? '' : ` and ${otherName}`}</h1>
      <p class="note">
        ${images.length} images${models.length > 0 ? ` of ${models.join(', ')}` : ''}, compared with
        ${basename(resolve(settings.truth))} · for research, not for diagnosis
      </p>
      ${summarySection(document, name, otherName)}
      ${against && document.differences ? differenceSection(document, otherName ?? '') : undefined}
      ${imageSection(document, order)} ${pictures} ${leftOutSection(document)} ${definitionSection(document)}
      ${settingsSection(document)}`,
  );
}

async function pictureSection(
  document: EvaluationDocument,
  order: readonly number[],
  control: Control,
): Promise<Html> {
  const { prediction, truth, outlines } = document.settings;
  const shown = order.slice(0, MOST_PICTURED).map((i) => document.images[i]!);
  const { pairs } = await findPairs(prediction, truth, outlines);
  const byName = new Map(pairs.map((pair) => [pair.name, pair]));
  const rows: Html[] = [];
  for (const [done, { name }] of shown.entries()) {
    control.report?.({ stage: 'drawing images', done, total: shown.length });
    await yieldToEventLoop(control);
    const pair = byName.get(name);
    rows.push(html`<h3>${name}</h3>`);
    if (!pair) {
      rows.push(html`<p class="note">Not shown: its files are gone.</p>`);
      continue;
    }
    try {
      const { pictures, missing } = await imagePictures(pair, PICTURE_SIDE_PX, control);
      rows.push(
        ...(['pictures', 'modalities'] as const).flatMap((place) => {
          const here = pictures.filter(({ id }) => (id === 'modalities') === (place === 'modalities'));
          return here.length === 0 ? [] : [html`<div class="${place}">${here.map(pictureFigure)}</div>`];
        }),
        ...missing.map((words) => html`<p class="note">Not shown: ${words}</p>`),
      );
    } catch (thrown) {
      if (thrown instanceof EngineError && thrown.code === 'cancelled') throw thrown;
      rows.push(html`<p class="note">Not shown: ${asError(thrown).message}</p>`);
    }
  }
  const left = document.images.length - shown.length;
  return html`<section>
    <h2>Pictures</h2>
    <p class="note">
      ${left > 0 ? `The ${shown.length} worst images; ${left} more are in the tables only. ` : ''}No side is
      longer than ${PICTURE_SIDE_PX} px.
    </p>
    ${areaLegend()} ${rows}
  </section>`;
}

function pictureFigure(picture: EvaluationPicture): Html {
  return figure({ title: PICTURE_TITLES[picture.id], uri: dataUri(picture) });
}

/** Colours of the picture of areas, as SVG: the policy of the page allows no styles of single elements. */
function areaLegend(): Html {
  const box = (x: number, fill: string, words: string) =>
    html`<rect x="${x}" y="2" width="12" height="12" fill="${fill}" stroke="#888" />
      <text x="${x + 17}" y="12">${words}</text>`;
  return html`<p class="note">
      Areas: each predicted nucleus in the hue of log2 of its area over that of the true nucleus which shares
      most of its pixels.
    </p>
    <svg viewBox="0 0 960 16" role="img" aria-label="Colours of the picture of areas">
      ${box(0, '#ffc0c0', 'positive, ¼')} ${box(105, '#ff0000', 'as large')} ${box(195, '#3f0000', '4 times')}
      ${box(290, '#c0c0ff', 'negative, ¼')} ${box(395, '#0000ff', 'as large')}
      ${box(485, '#00003f', '4 times')}
      ${box(580, '#ffff00', 'filled: no true partner; outline: a true nucleus that is missed')}
    </svg>`;
}

function leftOutSection({ failures, unpredicted, untrue, against }: EvaluationDocument): Html | undefined {
  const lines = [
    ...failures.map(({ name, reason }) => `${name}: ${reason}`),
    ...(unpredicted.length > 0 ? [`Truths without a prediction: ${unpredicted.join(', ')}`] : []),
    ...(untrue.length > 0 ? [`Predictions without a truth: ${untrue.join(', ')}`] : []),
    ...(against?.failures ?? []).map(({ name, reason }) => `${name}, of the other results: ${reason}`),
  ];
  if (lines.length === 0) return undefined;
  return html`<section>
    <h2>Left out</h2>
    <ul>
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>
  </section>`;
}

function settingsSection({ settings, models, against }: EvaluationDocument): Html {
  const absolute = (folder: string) => resolve(folder);
  const { prediction, truth, outlines, radiusPx } = settings;
  return html`<section>
    <h2>How it was made</h2>
    ${valueRows([
      ['Results', absolute(prediction)],
      ...(models.length > 0 ? [['Models', models.join(', ')] as const] : []),
      ['Truth', absolute(truth)],
      ...(settings.against === undefined ? [] : [['Other results', absolute(settings.against)] as const]),
      ...(against && against.models.length > 0
        ? [['Models of the other results', against.models.join(', ')] as const]
        : []),
      ...(outlines === undefined ? [] : [['Outlines', absolute(outlines)] as const]),
      ['Radius of detection', `${radiusPx} px`],
      ['Intervals', '95 %, percentiles of 2,000 bootstrap samples of the images, from a fixed seed'],
      ['Engine', ENGINE_VERSION],
      ['Command', evaluationCommand(settings), 'hash'],
    ])}
  </section>`;
}
