// Importances of the parameters: two estimates beside each other, which answer different questions.

import { axisLook } from '../../charts/axisLook.js';
import { countText } from '../../charts/numberText.js';
import { t } from '../../ui/l10n.js';
import { plainAxis } from './axes.js';
import { fewerThan, noParameters } from './lacks.js';
import type { PlotRow } from './plot.js';

const MOST_BARS = 20;
const BAR_EM = 2.1;
const LONGEST_NAME = 22;

export const importancePlot: PlotRow = {
  id: 'importance',
  title: () => t('Importances'),
  about: () =>
    t(
      'PED-ANOVA: what sets the best tenth of the trials apart. fANOVA: what explains the differences between all trials.',
    ),
  lacks: (columns) => noParameters(columns) ?? fewerThan(columns, 4),
  isFirst: () => true,
  isRanked: true,
  choices: ['objective'],
  draw: ({ columns, theme, config, importances }) => {
    const found = importances.get(config.objective ?? 0);
    if (!found) return { option: { series: [] }, summary: t('Computing the importances …') };
    if (found.failed !== undefined) return { option: { series: [] }, summary: found.failed };
    const shares = [...found.shares].sort((a, b) => b.pedAnova - a.pedAnova).slice(0, MOST_BARS);
    const names = shares.map(({ id }) => columns.dimensions.get(id)?.title ?? id);
    const look = axisLook(theme);
    const bars = (name: string, colour: string, values: readonly (number | undefined)[]) => ({
      ...{ type: 'bar', name, animation: false, barMaxWidth: 11, barGap: '10%' },
      itemStyle: { color: colour },
      data: values.map((value) => value ?? '-'),
      label: {
        ...{ show: true, position: 'right', color: theme.muted, fontSize: 10 },
        formatter: ({ value }: { readonly value: unknown }) =>
          typeof value === 'number' ? percent(value) : '',
      },
    });
    return {
      option: {
        grid: { left: 8, right: 44, top: 30, bottom: 8, containLabel: true },
        legend: {
          show: true,
          top: 0,
          left: 4,
          itemWidth: 12,
          itemHeight: 8,
          textStyle: { color: theme.foreground, fontSize: 11 },
        },
        xAxis: { ...plainAxis(theme, percent), min: 0, axisLabel: { show: false } },
        yAxis: {
          ...{ ...look, type: 'category', inverse: true, data: names },
          axisLabel: {
            ...{ color: theme.foreground, fontSize: 11, interval: 0 },
            formatter: (name: string) =>
              name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name,
          },
        },
        series: [
          bars(
            'PED-ANOVA',
            theme.colour(0),
            shares.map(({ pedAnova }) => pedAnova),
          ),
          bars(
            'fANOVA',
            theme.colour(1),
            shares.map(({ fanova }) => fanova),
          ),
        ],
      },
      summary: t('{0} matters most.', names[0] ?? '–'),
      ...(found.sampled < found.trials
        ? {
            notice: t(
              'fANOVA is computed from an even sample of {0} of {1} trials.',
              countText(found.sampled),
              countText(found.trials),
            ),
          }
        : {}),
      heightEm: Math.max(14, 4 + shares.length * BAR_EM),
    };
  },
};

function percent(share: number): string {
  return share > 0 && share < 0.01 ? '<1 %' : `${Math.round(100 * share)} %`;
}
