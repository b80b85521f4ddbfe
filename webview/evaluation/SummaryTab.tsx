// All metrics with mean, spread, interval, and a dot for each image. Names have their definitions as tooltips.

import { Fragment } from 'preact';
import {
  metricsOf,
  valueText,
  type EvaluationDocument,
  type Metric,
  type MetricGroup,
} from '../../engine/protocol/evaluations.js';
import { axisOf, dotStrip } from '../../engine/statistics/dotStrip.js';
import { t } from '../ui/l10n.js';

const GROUP_IDS: readonly MetricGroup[] = ['pixels', 'nuclei', 'detection', 'counts', 'pictures'];
const STRIP = { width: 220, height: 24, radius: 3 };

export function SummaryTab({ document }: { readonly document: EvaluationDocument }) {
  const { summary, pooled, against } = document;
  const metrics = metricsOf(document).filter(({ id }) => summary[id]);
  const hasPooled = metrics.some(({ id }) => pooled[id] !== undefined);
  return (
    <div class="summary">
      <p class="note">
        {t(
          'Means over images. Dots are images; the upright line is their mean, the level one its 95 % interval. Shares lie between 0 and 1.',
        )}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('Metric')}</th>
            <th scope="col">{t('Mean')}</th>
            <th scope="col" title={t('Standard deviation over images')}>
              {t('SD')}
            </th>
            <th scope="col">{t('95 % interval')}</th>
            {hasPooled && (
              <th scope="col" title={t('Over all cells together, as if all images were one')}>
                {t('All cells')}
              </th>
            )}
            {against && <th scope="col">{t('Mean of the others')}</th>}
            <th scope="col" class="strip">
              {t('Images')}
            </th>
          </tr>
        </thead>
        <tbody>
          {GROUP_IDS.map((group) => {
            const rows = metrics.filter((metric) => metric.group === group);
            if (rows.length === 0) return undefined;
            return (
              <Fragment key={group}>
                <tr class="group">
                  <th colSpan={7} scope="rowgroup">
                    {groupTitle(group)}
                  </th>
                </tr>
                {rows.map((metric) => (
                  <SummaryRow key={metric.id} document={document} metric={metric} hasPooled={hasPooled} />
                ))}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function SummaryRow(props: {
  readonly document: EvaluationDocument;
  readonly metric: Metric;
  readonly hasPooled: boolean;
}) {
  const { document, metric, hasPooled } = props;
  const { mean, standardDeviation, interval } = document.summary[metric.id]!;
  const text = (value: number | null | undefined) =>
    value === null || value === undefined ? '' : valueText(value, metric);
  return (
    <tr>
      <th scope="row" title={metric.definition}>
        {metric.title}
      </th>
      <td>{text(mean)}</td>
      <td>{text(standardDeviation)}</td>
      <td>{interval && t('{0} to {1}', text(interval[0]), text(interval[1]))}</td>
      {hasPooled && <td>{text(document.pooled[metric.id])}</td>}
      {document.against && <td>{text(document.against.summary[metric.id]?.mean)}</td>}
      <td class="strip">
        <Strip document={document} metric={metric} />
      </td>
    </tr>
  );
}

function Strip({ document, metric }: { readonly document: EvaluationDocument; readonly metric: Metric }) {
  const { images, summary } = document;
  const values = images.map(({ scores }) => scores[metric.id] ?? NaN);
  const { dots, at } = dotStrip(values, axisOf(values, metric.unit === 'share'), STRIP);
  const { mean, interval } = summary[metric.id]!;
  const { width, height, radius } = STRIP;
  return (
    <svg class="dots" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('Values of the images')}>
      <line class="axis" x1={0} y1={height / 2} x2={width} y2={height / 2} />
      {interval && (
        <line class="interval" x1={at(interval[0])} y1={height / 2} x2={at(interval[1])} y2={height / 2} />
      )}
      <line class="mean" x1={at(mean)} y1={2} x2={at(mean)} y2={height - 2} />
      {dots.map(({ x, y }, i) =>
        Number.isNaN(x) ? undefined : (
          <circle key={i} cx={x} cy={y} r={radius}>
            <title>{`${images[i]!.name}: ${valueText(values[i]!, metric)}`}</title>
          </circle>
        ),
      )}
    </svg>
  );
}

export function groupTitle(group: MetricGroup): string {
  switch (group) {
    case 'pixels':
      return t('Pixels');
    case 'nuclei':
      return t('Nuclei');
    case 'detection':
      return t('Detection');
    case 'counts':
      return t('Counts and percentage');
    case 'pictures':
      return t('Pictures');
  }
}
