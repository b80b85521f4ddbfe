// The dashboard: runs at the side, the state of the first selected run above, and curves, samples or the table of runs. It
// shows the state that the extension host sends; its own view state is saved over reloads.

import { useMemo, useRef, useState } from 'preact/hooks';
import { chartTheme } from '../charts/chartColours.js';
import { MOST_ROOTS, type TrainingDown, type TrainingState, type TrainingUp } from '../messages/training.js';
import { Button } from '../ui/Controls.js';
import { useMessages, type Host } from '../ui/host.js';
import { t } from '../ui/l10n.js';
import { kindSizes } from '../ui/kindSizes.js';
import { useSaved, useSharedSizes, useView } from '../ui/savedView.js';
import { Splitter } from '../ui/Splitter.js';
import { Tabs } from '../ui/Tabs.js';
import { useTheme } from '../ui/theme.js';
import { Alarms } from './Alarms.js';
import { askedPictures } from './askedPictures.js';
import { CompareTab } from './CompareTab.js';
import { CurveStore } from './curveStore.js';
import { CurvesTab, groupsOf } from './CurvesTab.js';
import { exportCurves } from './exportCurves.js';
import { RunHeader } from './RunHeader.js';
import { RunList } from './RunList.js';
import { RunTable } from './RunTable.js';
import { withSamples, type SamplesByRun } from './sampleSteps.js';
import { SamplesTab } from './SamplesTab.js';
import { nextSelection, selectedRuns, withSelection, type Selection } from './selected.js';
import { readTrainingView, type SavedTraining, type TabId } from './trainingView.js';

const LEAST_SIDEBAR_PX = 120;
const TAB_TITLES: readonly { readonly id: TabId; readonly title: string }[] = [
  { id: 'curves', title: t('Curves') },
  { id: 'samples', title: t('Samples') },
  { id: 'compare', title: t('Compare') },
  { id: 'runs', title: t('Runs') },
];

export function TrainingApp({ host }: { readonly host: Host<TrainingDown, TrainingUp> }) {
  const [state, setState] = useState<TrainingState>();
  const [view, onView] = useView(() => readTrainingView(host.saved ?? kindSizes()));
  useSharedSizes(host, { sidebarPx: view.sidebarPx });
  const [samples, setSamples] = useState<SamplesByRun>(new Map());
  const [version, setVersion] = useState(0);
  const [drawAll, setDrawAll] = useState(false);
  useTheme();
  const store = useMemo(() => new CurveStore(), []);
  const pictures = useMemo(() => askedPictures((uri) => host.post({ type: 'picture', uri })), []);
  const page = useRef<HTMLElement>(null);
  const lastSelection = useRef<Selection | undefined>(undefined);
  const frame = useRef(0);
  const latest = useRef({ state, view });
  latest.current = { state, view };
  const post = (message: TrainingUp) => host.post(message);
  const save = (name: string, format: 'csv' | 'png', bytes: Uint8Array) =>
    post({ type: 'save', name, format, bytes });

  const grown = () => {
    // Several messages before the next frame are one drawing.
    frame.current ||= requestAnimationFrame(() => {
      frame.current = 0;
      setVersion((last) => last + 1);
    });
  };
  const exported = async (format: 'csv' | 'png') => {
    setDrawAll(true);
    try {
      // Charts that were never in sight are drawn within two frames.
      for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
      const { state: now, view: shown } = latest.current;
      const runs = now ? selectedRuns(now) : [];
      return await exportCurves(format, runs, shown, groupsOf(runs, store), store, page.current!);
    } finally {
      setDrawAll(false);
    }
  };
  useMessages(host, (message: TrainingDown) => {
    switch (message.type) {
      case 'show': {
        const shown = withSelection(message.state, lastSelection.current);
        store.retain(shown.selected);
        return setState(shown);
      }
      case 'rows':
        store.receive(message);
        return grown();
      case 'samples':
        return setSamples((known) => withSamples(known, message));
      case 'picture':
        return pictures.receive(message);
      case 'export':
        return void exported(message.format).then(
          (bytes) => save('curves', message.format, bytes),
          (thrown) => post({ type: 'failed', message: String(thrown), show: true }),
        );
    }
  });
  useSaved(
    host,
    useMemo<SavedTraining | undefined>(
      () => state && { ...view, selected: [...state.selected, ...state.roots.slice(0, MOST_ROOTS)] },
      [view, state && [...state.selected, ...state.roots].join('\n')],
    ),
  );

  if (!state) return <main class="page waiting">{t('Reading the runs …')}</main>;
  const { selected, trusted } = state;
  const runs = selectedRuns(state);
  const theme = chartTheme();
  const onSelect = (to: readonly string[]) => {
    lastSelection.current = nextSelection(to, lastSelection.current, state);
    post(lastSelection.current);
    setState({ ...state, selected: to }); // the extension host confirms it soon
  };
  return (
    <main
      class={view.sidebar ? 'page training with-sidebar' : 'page training'}
      style={view.sidebarPx === undefined ? {} : { '--sidebar': `${view.sidebarPx}px` }}
      ref={page}
    >
      {view.sidebar && (
        <RunList
          runs={state.runs}
          selected={selected}
          notices={state.notices}
          filter={view.runFilter}
          theme={theme}
          onSelect={onSelect}
          onFilter={(runFilter) => onView({ runFilter })}
        >
          <Splitter
            label={t('Width of the list of runs')}
            edge="right"
            leastPx={LEAST_SIDEBAR_PX}
            onSize={(sidebarPx) => onView({ sidebarPx })}
          />
        </RunList>
      )}
      <div class="content">
        {runs[0] && <RunHeader run={runs[0]} store={store} trusted={trusted} post={post} />}
        <Alarms runs={runs} onStep={(step) => onView({ step })} />
        <div class="tab-row">
          <Button
            icon="layout-sidebar-left"
            label={t('List of runs')}
            pressed={view.sidebar}
            onClick={() => onView({ sidebar: !view.sidebar })}
          />
        </div>
        <Tabs label={t('Views')} tabs={TAB_TITLES} chosen={view.tab} onChoose={(tab) => onView({ tab })}>
          {view.tab === 'curves' && (
            <CurvesTab
              runs={runs}
              view={view}
              onView={onView}
              store={store}
              version={version}
              drawAll={drawAll}
              onSave={save}
            />
          )}
          {view.tab === 'samples' && (
            <SamplesTab runs={runs} samples={samples} view={view} onView={onView} ask={pictures.ask} />
          )}
          {view.tab === 'compare' && (
            <CompareTab runs={runs} view={view} onView={onView} store={store} theme={theme} post={post} />
          )}
          {view.tab === 'runs' && (
            <RunTable
              runs={state.runs}
              selected={selected}
              view={view}
              theme={theme}
              onView={onView}
              onSelect={onSelect}
            />
          )}
        </Tabs>
      </div>
    </main>
  );
}
