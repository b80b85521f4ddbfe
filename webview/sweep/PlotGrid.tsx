// The plots of a sweep, in the user's order, and the menu that shows and hides them.

import { useMemo } from 'preact/hooks';
import { Button } from '../ui/Controls.js';
import { ColumnMenu } from '../ui/ColumnMenu.js';
import { t } from '../ui/l10n.js';
import { PlotCard, type PlotCardProps } from './PlotCard.js';
import { PLOTS, plotNamed } from './plots/plotTable.js';
import type { ShownPlot } from './sweepView.js';
import type { Columns } from './trialColumns.js';

export interface PlotGridProps extends Pick<PlotCardProps, 'input' | 'tip' | 'select' | 'onCurrent'> {
  readonly plots: readonly ShownPlot[];
  readonly onPlots: (plots: readonly ShownPlot[]) => void;
}

/** Plots that are shown until the user chooses some. */
export function firstPlots(columns: Columns): readonly ShownPlot[] {
  return PLOTS.filter((row) => row.isFirst(columns)).map(({ id }) => ({ id }));
}

export function PlotGrid({ plots, onPlots, ...card }: PlotGridProps) {
  const rows = useMemo(() => plots.flatMap((plot) => ({ plot, row: plotNamed(plot.id)! })), [plots]);
  const change = (at: number, next: ShownPlot) => onPlots(plots.map((plot, i) => (i === at ? next : plot)));
  if (rows.length === 0) return <p class="empty">{t('No plot is chosen: take some from the menu Plots.')}</p>;
  return (
    <div class="plots">
      {rows.map(({ row, plot }, at) => (
        <PlotCard
          key={row.id}
          {...{ ...card, row, plot, isFirst: at === 0, isLast: at === rows.length - 1 }}
          onConfig={(config) => change(at, { ...plot, ...config })}
          onMove={(by) => {
            const next = [...plots];
            next.splice(at + by, 0, ...next.splice(at, 1));
            onPlots(next);
          }}
          onHide={() => onPlots(plots.filter((_, i) => i !== at))}
        />
      ))}
    </div>
  );
}

export interface PlotMenuProps extends Pick<PlotGridProps, 'plots' | 'onPlots'> {
  readonly isChanged: boolean;
  readonly onReset: () => void;
}

export function PlotMenu({ plots, onPlots, isChanged, onReset }: PlotMenuProps) {
  const shown = plots.map(({ id }) => id);
  return (
    <>
      <ColumnMenu
        title={t('Plots')}
        columns={PLOTS.map(({ id, title }) => ({ id, title: title() }))}
        shown={shown}
        onShown={(ids) => onPlots(ids.map((id) => plots.find((plot) => plot.id === id) ?? { id }))}
      />
      {isChanged && <Button label={t('Reset Plots')} onClick={onReset} />}
    </>
  );
}
