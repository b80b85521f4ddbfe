// Tables of numbers for DeepLIIF's own outputs, where no program draws them: scores of a result, last values of a run, best
// trials of a sweep, an evaluation. The JSON may be of unknown origin and is checked first.

import { html, type Html } from '../../engine/protocol/html.js';
import {
  evaluationOutput,
  OUTPUT_MIMES,
  resultOutput,
  runOutput,
  sweepOutput,
  type EvaluationOutput,
  type OutputMap,
  type OutputPlace,
  type ResultOutput,
  type RunOutput,
  type SweepOutput,
} from '../../engine/protocol/outputs.js';
import { percentText } from '../../engine/protocol/scoring.js';
import { demoNote } from '../workbench/demoNote.js';
import { l10n } from '../workbench/l10n.js';

const TABLES: Readonly<Record<string, (json: unknown) => Html>> = {
  [OUTPUT_MIMES.result]: (json) => resultTable(resultOutput(json, 'output')),
  [OUTPUT_MIMES.run]: (json) => runTable(runOutput(json, 'output')),
  [OUTPUT_MIMES.sweep]: (json) => sweepTable(sweepOutput(json, 'output')),
  [OUTPUT_MIMES.evaluation]: (json) => evaluationTable(evaluationOutput(json, 'output')),
};

/** undefined for another MIME type, and for JSON that is no such output: other representations show then. */
export function outputTable(mime: string, json: () => unknown): Html | undefined {
  if (!Object.hasOwn(TABLES, mime)) return undefined;
  try {
    return TABLES[mime]!(json());
  } catch {
    return undefined;
  }
}

function resultTable({ image, model, maps, notices, place }: ResultOutput): Html {
  const size = l10n.t('{0}, {1} × {2} px', image.name, image.widthPx, image.heightPx);
  const caption = model ? `${size} · ${model.title}` : size;
  const demo = model?.demo === true ? html`<p class="demo">${demoNote()}</p>` : undefined;
  const titles = [
    l10n.t('Map'),
    l10n.t('Cells'),
    l10n.t('Positive'),
    l10n.t('Negative'),
    l10n.t('% positive'),
    l10n.t('95 % interval'),
  ];
  const rows = maps.map((map) => {
    const { num_total, num_pos, num_neg } = shownScoring(map);
    const name = map.correctedScoring ? l10n.t('{0}, corrected by hand', map.name) : map.name;
    return [name, num_total, num_pos, num_neg, percentText(shownScoring(map)), intervalText(map)];
  });
  return html`${demo}${table(caption, titles, rows)}${notes([...notices, l10n.t('Result: {0}', placeText(place))])}`;
}

function shownScoring({ scoring, correctedScoring }: OutputMap) {
  return correctedScoring ?? scoring;
}

function intervalText({ interval }: OutputMap): string {
  return interval ? `${interval.low.toFixed(1)} – ${interval.high.toFixed(1)}` : '';
}

function runTable({ name, status, step, plannedSteps, curves, failure, notices, place }: RunOutput): Html {
  const steps = plannedSteps > 0 ? `${step} / ${plannedSteps}` : `${step}`;
  const rows = curves.map((curve) => [
    curve.name,
    numberText(curve.last),
    curve.best ? numberText(curve.best.value) : '',
    curve.best ? curve.best.step : '',
  ]);
  const titles = [l10n.t('Curve'), l10n.t('Last'), l10n.t('Best'), l10n.t('At step')];
  const caption = l10n.t('{0}: {1}, step {2}', name, status, steps);
  const said = [
    ...(failure === undefined ? [] : [failure]),
    ...notices,
    l10n.t('Run: {0}', placeText(place)),
  ];
  return html`${table(caption, titles, rows)}${notes(said)}`;
}

function sweepTable({ name, objectives, parameters, top, counts, notices, place }: SweepOutput): Html {
  const caption = l10n.t('{0}: {1} complete trials, the best ones', name, counts.complete ?? 0);
  const titles = [l10n.t('Trial'), ...objectives.map((one) => one.name), ...parameters];
  const rows = top.map(({ number, values, params }) => [
    number,
    ...objectives.map((_, index) => numberText(values[index] ?? null)),
    ...parameters.map((parameter) => (Object.hasOwn(params, parameter) ? String(params[parameter]) : '')),
  ]);
  return html`${table(caption, titles, rows)}${notes([...notices, l10n.t('Sweep: {0}', placeText(place))])}`;
}

function evaluationTable({ title, columns, rows, notices }: EvaluationOutput): Html {
  const titles = ['', ...columns.map(({ name, unit }) => (unit === undefined ? name : `${name} (${unit})`))];
  const shown = rows.map((row) => [
    row.name,
    ...columns.map(({ decimals }, index) => {
      const value = row.values[index] ?? '';
      return typeof value === 'number' && decimals !== undefined ? value.toFixed(decimals) : value;
    }),
  ]);
  return html`${table(title, titles, shown)}${notes(notices)}`;
}

function table(
  caption: string,
  titles: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Html {
  const head = titles.map((title) => html`<th scope="col">${title}</th>`);
  const body = rows.map(
    (row) =>
      html`<tr>
        ${row.map((value) => html`<td>${value}</td>`)}
      </tr> `,
  );
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table>`;
}

function notes(sentences: readonly string[]): Html {
  return { html: sentences.map((sentence) => html`<p class="note">${sentence}</p>`.html).join('\n') };
}

/** Place of a folder. A page is passed on: of an absolute path, which names somebody's machine, the last part is enough. */
function placeText({ path }: OutputPlace): string {
  const isAbsolute = /^([A-Za-z]:|[\\/])/.test(path);
  return isAbsolute ? path.split(/[\\/]/).at(-1)! : path;
}

function numberText(value: number | null): string {
  return value === null ? 'NaN' : String(Number(value.toPrecision(6)));
}
