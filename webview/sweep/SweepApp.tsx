// Page of a sweep: head with the controls, the selection, the plots, and below them the trials as a table or as sample
// pictures, with the card of one trial. One selection of trials holds for all of them.

import { useEffect, useMemo, useState } from 'preact/hooks';
import { chartTheme } from '../charts/chartColours.js';
import type { SweepDown, SweepState, SweepUp } from '../messages/sweep.js';
import { Checkbox } from '../ui/Controls.js';
import type { Host } from '../ui/host.js';
import { t } from '../ui/l10n.js';
import { useSaved, useView } from '../ui/savedView.js';
import { Splitter } from '../ui/Splitter.js';
import { Tabs } from '../ui/Tabs.js';
import { useTheme } from '../ui/theme.js';
import { FilterBar } from './FilterBar.js';
import type { SharedInput } from './PlotCard.js';
import { firstPlots, PlotGrid, PlotMenu } from './PlotGrid.js';
import { knownObjective } from './plots/plot.js';
import { SampleTiles } from './SampleTiles.js';
import { isEmpty, notPicked, passing, selectionReducer, type SelectionAction } from './selection.js';
import { exportSweep } from './exportSweep.js';
import { SweepHeader } from './SweepHeader.js';
import { readSweepView, type SavedSweep } from './sweepView.js';
import { TrialCard } from './TrialCard.js';
import { columnsOf, type Columns } from './trialColumns.js';
import { indexOf, type Trials } from './trialStore.js';
import { tableOrder, TrialTable } from './TrialTable.js';
import { trialTip } from './trialWords.js';
import { useImportances } from './useImportances.js';
import { useTrials } from './useTrials.js';

/** Interval in which ages and durations are drawn anew, while trials run. */
const TICK_MS = 5000;
const LEAST_BOTTOM_PX = 120;
const NO_STATE: Pick<SweepState, 'objectives' | 'parameters'> = { objectives: [], parameters: [] };

export function SweepApp({ host }: { readonly host: Host<SweepDown, SweepUp> }) {
  const [view, onView] = useView(() => readSweepView(host.saved));
  const { selection, sort } = view;
  const { state, trials, pictures, askPictures } = useTrials(host);
  const themeVersion = useTheme();
  const theme = useMemo(chartTheme, [themeVersion]);
  const nowMs = useNow(trials);

  // The state comes anew with every reading; only what columns depend on makes new ones.
  const key = JSON.stringify([state?.objectives, state?.parameters]);
  const columns = useMemo<Columns>(
    () => columnsOf(trials, state ?? NO_STATE, view.logValues),
    [trials, key, view.logValues],
  );
  const passes = useMemo(() => passing(columns, selection), [columns, selection]);
  const order = useMemo(() => tableOrder(columns, passes, sort, nowMs), [columns, passes, sort]);
  // Rows stay in the table when others are picked, so that they can be picked, too.
  const listed = useMemo(
    () =>
      selection.picked ? tableOrder(columns, passing(columns, notPicked(selection)), sort, nowMs) : order,
    [columns, selection, sort, order],
  );
  const plots = view.plots ?? firstPlots(columns);
  const wanted = [...new Set(plots.map((plot) => knownObjective(plot, columns).objective ?? 0))].filter(
    (objective) => objective < columns.objectives.length,
  );
  const importances = useImportances(state && columns, wanted, `${state?.id} ${state?.study}`, key);
  const at = view.current === undefined ? -1 : indexOf(trials, view.current);
  const current = at < 0 ? undefined : at;
  const input = useMemo<SharedInput>(
    () => ({
      ...{ columns, selection, passes, isSelected: !isEmpty(selection), current, theme, importances, nowMs },
    }),
    [columns, selection, passes, current, theme, importances, nowMs],
  );
  useSaved(
    host,
    useMemo<SavedSweep | undefined>(() => state && { ...view, sweeps: [state.id] }, [view, state?.id]),
  );

  const select = (action: SelectionAction) => onView({ selection: selectionReducer(selection, action) });
  const open = (place: number | undefined) =>
    onView({ current: place === undefined ? undefined : trials[place]!.number });
  const save = (format: 'csv' | 'png') => {
    if (!state) return;
    exportSweep(format, { state, columns, order, theme, page: document })
      .then((bytes) => host.post({ type: 'save', name: state.name, format, bytes }))
      .catch((thrown: unknown) =>
        host.post({
          type: 'failed',
          message: thrown instanceof Error ? thrown.message : String(thrown),
          show: true,
        }),
      );
  };
  const shownTrial = current === undefined ? undefined : trials[current];
  useEffect(() => {
    if (shownTrial?.run !== undefined && !pictures.has(shownTrial.number)) askPictures([shownTrial.number]);
  }, [shownTrial?.number, shownTrial?.run, pictures]);

  if (!state) return <main class="page waiting">{t('Reading the sweep …')}</main>;
  return (
    <main class="page sweep">
      <SweepHeader
        {...{ state, columns }}
        post={(message) => host.post(message)}
        onCurrent={(trial) => onView({ current: trial })}
        onPick={(picked) => select({ type: 'pick', trials: picked })}
        onExport={save}
      />
      {trials.length === 0 ? (
        <p class="empty">{emptyText(state)}</p>
      ) : (
        <>
          <div class="sweep-bar">
            <FilterBar {...{ columns, selection, select }} count={order.length} />
            <div class="sweep-tools">
              <Checkbox checked={view.logValues} onChange={(logValues) => onView({ logValues })}>
                {t('Log objective')}
              </Checkbox>
              <PlotMenu
                plots={plots}
                isChanged={view.plots !== undefined}
                onPlots={(next) => onView({ plots: next })}
                onReset={() => onView({ plots: undefined })}
              />
            </div>
          </div>
          <div class="sweep-plots">
            <PlotGrid
              plots={plots}
              input={input}
              tip={(place) => trialTip(trials[place]!, state)}
              select={select}
              onCurrent={open}
              onPlots={(next) => onView({ plots: next })}
            />
          </div>
          <div
            class="sweep-bottom"
            style={view.bottomPx === undefined ? {} : { height: `${view.bottomPx}px` }}
          >
            <Splitter
              label={t('Height of the trials')}
              edge="top"
              leastPx={LEAST_BOTTOM_PX}
              onSize={(bottomPx) => onView({ bottomPx })}
            />
            <div class="sweep-trials">
              <Tabs
                label={t('Trials')}
                tabs={[
                  { id: 'trials', title: t('Trials') },
                  { id: 'samples', title: t('Samples') },
                ]}
                chosen={view.tab}
                onChoose={(tab) => onView({ tab })}
              >
                {view.tab === 'trials' ? (
                  <TrialTable
                    {...{ state, columns, nowMs, sort, current }}
                    order={listed}
                    picked={selection.picked}
                    onSort={(next) => onView({ sort: next })}
                    onCurrent={open}
                    onToggle={(place) => select(toggled(selection.picked, trials[place]!.number))}
                  />
                ) : (
                  <SampleTiles
                    {...{ columns, order, pictures, current }}
                    image={view.image}
                    onImage={(image) => onView({ image })}
                    onCurrent={open}
                    ask={askPictures}
                  />
                )}
              </Tabs>
            </div>
            {shownTrial && (
              <TrialCard
                {...{ state, nowMs }}
                trial={shownTrial}
                pictures={pictures.get(shownTrial.number)}
                post={(message) => host.post(message)}
                onCurrent={(trial) => onView({ current: trial })}
                onClose={() => open(undefined)}
              />
            )}
          </div>
        </>
      )}
    </main>
  );
}

function toggled(picked: readonly number[] | undefined, trial: number): SelectionAction {
  const rest = (picked ?? []).filter((one) => one !== trial);
  const next = picked?.includes(trial) ? rest : [...rest, trial];
  return { type: 'pick', trials: next.length > 0 ? next : undefined };
}

function emptyText({ isSweep, working, studies }: SweepState): string {
  if (!isSweep && studies.length === 0) return t('The journal holds no study yet.');
  if (!isSweep) return t('The study has no trials yet.');
  return working
    ? t('No trial has begun yet; the first one appears here.')
    : t(
        'No trial has begun, and no worker is running. Choose Resume, or start one with: deepliif sweep worker.',
      );
}

/** Time that moves while trials run. */
function useNow(trials: Trials): number {
  const [nowMs, setNow] = useState(() => Date.now());
  const isRunning = trials.some(({ state }) => state === 'running');
  useEffect(() => {
    setNow(Date.now());
    if (!isRunning) return undefined;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isRunning, trials]);
  return nowMs;
}
