// Tables of the report of an evaluation: all metrics with their intervals and dots, the difference from another set, the images,
// and the definitions.

import { differenceInWords, SEVERAL_TESTS } from '../protocol/differenceWords.js';
import {
  leadingMetric,
  metricsOf,
  shortTitle,
  tableMetrics,
  valueText,
  type EvaluationDocument,
  type Metric,
  type MetricGroup,
} from '../protocol/evaluations.js';
import { html, type Html } from '../protocol/html.js';
import { axisOf, dotStrip } from '../statistics/dotStrip.js';

const GROUPS: Readonly<Record<MetricGroup, string>> = {
  pixels: 'Pixels',
  nuclei: 'Nuclei',
  detection: 'Detection',
  counts: 'Counts and percentage',
  pictures: 'Pictures',
};
const STRIP = { width: 220, height: 26, radius: 3 };

export function summarySection(document: EvaluationDocument, name: string, otherName?: string): Html {
  const { summary, pooled, against } = document;
  const metrics = metricsOf(document);
  const leading = tableMetrics(document).filter(({ better, id }) => better !== 'neither' && summary[id]);
  const hasPooled = metrics.some(({ id }) => pooled[id] !== undefined);
  const columns = 5 + (hasPooled ? 1 : 0) + (against ? 1 : 0);
  const row = (metric: Metric) => {
    const found = summary[metric.id];
    if (!found) return [];
    const { mean, standardDeviation, interval } = found;
    const text = (value: number | undefined | null) =>
      value === undefined || value === null ? '' : valueText(value, metric);
    return [
      html`<tr>
        <th title="${metric.definition}">${metric.title}</th>
        <td class="number">${text(mean)}</td>
        <td class="number">${text(standardDeviation)}</td>
        <td class="number">${interval ? `${text(interval[0])} to ${text(interval[1])}` : ''}</td>
        ${hasPooled ? html`<td class="number">${text(pooled[metric.id])}</td>` : undefined}
        ${against ? html`<td class="number">${text(against.summary[metric.id]?.mean)}</td>` : undefined}
        <td class="strip">${stripOf(document, metric)}</td>
      </tr>`,
    ];
  };
  const groups = (Object.keys(GROUPS) as MetricGroup[]).flatMap((group) => {
    const rows = metrics.filter((metric) => metric.group === group).flatMap(row);
    if (rows.length === 0) return [];
    return [
      html`<tr class="group">
        <th colspan="${columns}">${GROUPS[group]}</th>
      </tr>`,
      ...rows,
    ];
  });
  return html`<section>
    <h2>Summary</h2>
    <div class="scores">
      ${leading.slice(0, 4).map((metric) => {
        const { mean, interval } = summary[metric.id]!;
        return html`<div>
          <b>${valueText(mean, metric)}</b>${metric.title}
          ${
            interval
              ? html`<br /><span class="note"
                    >${valueText(interval[0], metric)} to ${valueText(interval[1], metric)}</span
                  >`
              : undefined
          }
        </div>`;
      })}
    </div>
    <p class="note">
      Means over images. Dots are images, the upright line is their mean, the thick one its 95 % interval.
      Shares lie between 0 and 1. Rest the pointer on a name for its definition; all are below.
    </p>
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th>Metric</th>
            <th class="number">Mean</th>
            <th class="number">SD</th>
            <th class="number">95 % interval</th>
            ${hasPooled ? html`<th class="number">All cells</th>` : undefined}
            ${against ? html`<th class="number">Mean of ${otherName}</th>` : undefined}
            <th>Images of ${name}</th>
          </tr>
        </thead>
        <tbody>
          ${groups}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** Values of all images along the axis of their unit. */
function stripOf({ images, summary }: EvaluationDocument, metric: Metric): Html {
  const values = images.map(({ scores }) => scores[metric.id] ?? NaN);
  const axis = axisOf(values, metric.unit === 'share');
  const { dots, at } = dotStrip(values, axis, STRIP);
  const { mean, interval } = summary[metric.id]!;
  const middle = STRIP.height / 2;
  const fixed = (value: number) => value.toFixed(1);
  return html`<svg
    class="dots"
    viewBox="0 0 ${STRIP.width} ${STRIP.height}"
    role="img"
    aria-label="Values of the images"
  >
    <line class="axis" x1="0" y1="${middle}" x2="${STRIP.width}" y2="${middle}" />
    ${
      interval
        ? html`<line
            class="interval"
            x1="${fixed(at(interval[0]))}"
            y1="${middle}"
            x2="${fixed(at(interval[1]))}"
            y2="${middle}"
          />`
        : undefined
    }
    <line class="mean" x1="${fixed(at(mean))}" y1="3" x2="${fixed(at(mean))}" y2="${STRIP.height - 3}" />
    ${dots.map(({ x, y }, i) =>
      Number.isNaN(x)
        ? html``
        : html`<circle cx="${fixed(x)}" cy="${fixed(y)}" r="${STRIP.radius}">
            <title>${images[i]!.name}: ${valueText(values[i]!, metric)}</title>
          </circle>`,
    )}
  </svg>`;
}

export function differenceSection(document: EvaluationDocument, otherName: string): Html {
  const differences = document.differences ?? {};
  const shown = tableMetrics(document).filter(({ id }) => differences[id]);
  const all = document.metrics.filter(({ id }) => differences[id]);
  const p = (value: number | null) => (value === null ? '–' : value.toPrecision(2));
  return html`<section>
    <h2>Compared with ${otherName}</h2>
    <ul>
      ${shown.map((metric) => html`<li>${differenceInWords(metric, differences[metric.id]!)}</li>`)}
    </ul>
    <p class="note">${SEVERAL_TESTS}</p>
    <div class="wide">
      <table class="many">
        <thead>
          <tr>
            <th>Other results − these</th>
            <th class="number">Images</th>
            <th class="number">Mean</th>
            <th class="number">95 % interval</th>
            <th class="number">Signed ranks, p</th>
            <th class="number">Rank sums, p</th>
            <th class="number">Normality, p</th>
          </tr>
        </thead>
        <tbody>
          ${all.map((metric) => {
            const { count, summary, pairedPValue, rankSumPValue, normalityPValue } = differences[metric.id]!;
            const { mean, interval } = summary;
            return html`<tr>
              <th>${metric.title}</th>
              <td class="number">${count}</td>
              <td class="number">${valueText(mean, metric)}</td>
              <td class="number">
                ${interval ? `${valueText(interval[0], metric)} to ${valueText(interval[1], metric)}` : ''}
              </td>
              <td class="number">${p(pairedPValue)}</td>
              <td class="number">${p(rankSumPValue)}</td>
              <td class="number">${p(normalityPValue)}</td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}

export function imageSection(document: EvaluationDocument, order: readonly number[]): Html {
  const metrics = tableMetrics(document);
  const leading = leadingMetric(document);
  return html`<section>
    <h2>Images</h2>
    ${leading ? html`<p class="note">The worst first, by ${leading.title}.</p>` : undefined}
    <div class="wide">
      <table class="many">
        <thead>
          <tr>
            <th>Image</th>
            ${metrics.map(
              ({ title, definition }) =>
                html`<th class="number" title="${title}: ${definition}">${shortTitle({ title })}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${order.map((i) => {
            const { name, scores } = document.images[i]!;
            return html`<tr>
              <th>${name}</th>
              ${metrics.map((metric) => {
                const value = scores[metric.id];
                return html`<td class="number">${value === undefined ? '–' : valueText(value, metric)}</td>`;
              })}
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
  </section>`;
}

/** Definitions of the metrics that occur; those that differ in the class or the modality only share one. */
export function definitionSection(document: EvaluationDocument): Html {
  const definitions = new Map<string, string>();
  for (const { title, group, definition } of metricsOf(document)) {
    const of = group === 'pictures' ? /, [^,]*$/ : /, (mean|positive|negative|any)$/;
    definitions.set(shortTitle({ title }).replace(of, ''), definition);
  }
  return html`<section>
    <h2>Definitions</h2>
    <table>
      <tbody>
        ${[...definitions].map(
          ([title, definition]) =>
            html`<tr>
              <th>${title}</th>
              <td>${definition}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}
