// Choices of one plot: its objective, the dimensions of its two axes, or the list of its dimensions.

import { ColumnMenu } from '../ui/ColumnMenu.js';
import { Choice } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import { titleOf } from './plots/axes.js';
import type { AxesInput, PlotConfig, PlotRow } from './plots/plot.js';
import type { ShownPlot } from './sweepView.js';
import type { DimensionId } from './trialColumns.js';

export interface PlotFieldsProps {
  readonly row: PlotRow;
  readonly plot: ShownPlot;
  readonly input: Pick<AxesInput, 'columns' | 'importances'>;
  readonly onConfig: (change: Partial<PlotConfig>) => void;
}

export function PlotFields({ row, plot, input, onConfig }: PlotFieldsProps) {
  const { dimensions, objectives, parameters } = input.columns;
  const optionsOf = (ids: readonly DimensionId[]) =>
    ids.map((id) => ({ value: id, title: titleOf(dimensions.get(id)!) }));
  const pair = row.id === 'pareto' ? objectives : parameters;
  const needsChoice = pair.length > 2 || row.id !== 'pareto';
  const title = row.title();
  const axes = row.axes?.({ ...input, config: plot });
  return (
    <>
      {row.choices.includes('objective') && objectives.length > 1 && (
        <Choice
          label={t('Objective of {0}', title)}
          value={String(plot.objective ?? 0)}
          options={objectives.map((id, i) => ({ value: String(i), title: titleOf(dimensions.get(id)!) }))}
          onChoose={(value) => onConfig({ objective: Number(value) })}
        />
      )}
      {(['x', 'y'] as const).map(
        (axis) =>
          row.choices.includes(axis) &&
          needsChoice && (
            <Choice
              key={axis}
              label={axis === 'x' ? t('Across in {0}', title) : t('Up in {0}', title)}
              value={plot[axis] ?? ''}
              options={[
                ...(plot[axis] === undefined
                  ? [{ value: '', title: axis === 'x' ? t('Across: most important') : t('Up: next') }]
                  : []),
                ...optionsOf(pair),
              ]}
              onChoose={(value) => onConfig({ [axis]: value })}
            />
          ),
      )}
      {axes && (
        <ColumnMenu
          title={axes.title}
          columns={optionsOf(axes.offered).map(({ value, title: name }) => ({ id: value, title: name }))}
          shown={axes.shown}
          keepOne
          onShown={(next) => onConfig({ axes: next })}
        />
      )}
    </>
  );
}
