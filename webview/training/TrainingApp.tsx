// The dashboard: runs at the side, what the first of them does above, and curves, samples or the table of runs. Shows
// what the extension host says; how it is shown is its own, and kept over reloads.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { chartTheme } from '../charts/chartColours.js';
import { clockText } from '../charts/numberText.js';
import { Button } from '../ui/controls.js';
import type { Host } from '../ui/host.js';
import type { TrainingDown, TrainingState, TrainingUp } from '../messages/training.js';
import { Tabs } from '../ui/Tabs.js';
import { askedPictures } from './askedPictures.js';
import { Alarms } from './Alarms.js';
import { CurveStore } from './curveStore.js';
import { CurvesTab, groupsOf } from './CurvesTab.js';
import { exportCurves } from './exportCurves.js';
import { RunHeader } from './RunHeader.js';
import { RunList } from './RunList.js';
import { RunTable } from './RunTable.js';
import { withSamples, type SamplesByRun } from './sampleSteps.js';
import { SamplesTab } from './SamplesTab.js';
import { nextTick, tickedOf, withTick, type Tick } from './selected.js';
import { stateOf, useRemembered } from './useRemembered.js';
import { readTrainingView, type TabId, type TrainingView } from './trainingView.js';

export type TrainingHost = Host<TrainingDown, TrainingUp>;

const SAVE_AFTER_MS = 150;
/** While curves grow, what they look like is kept this often. */
const SAVE_GROWTH_MS = 1500;
const TAB_TITLES: readonly { readonly id: TabId; readonly title: string }[] = [
  { id: 'curves', title: 'Curves' },
  { id: 'samples', title: 'Samples' },
  { id: 'runs', title: 'Runs' },
];

export function TrainingApp({ host }: { readonly host: TrainingHost }) {
  const [state, setState] = useState<TrainingState>();
  const [view, setView] = useState<TrainingView>(() => readTrainingView(host.saved));
  const [samples, setSamples] = useState<SamplesByRun>(new Map());
  const [version, setVersion] = useState(0);
  const [drawAll, setDrawAll] = useState(false);
  const [, setThemed] = useState(0);
  const store = useMemo(() => new CurveStore(), []);
  const pictures = useMemo(() => askedPictures((uri) => host.post({ type: 'picture', uri })), []);
  const { remembered, drawnCharts, kept } = useRemembered(host.saved, state, store);
  const page = useRef<HTMLElement>(null);
  const lastTick = useRef<Tick | undefined>(undefined);
  const onView = (change: Partial<TrainingView>) => setView((last) => withChange(last, change));
  const save = (name: string, format: 'csv' | 'png', bytes: Uint8Array) =>
    host.post({ type: 'save', name, format, bytes });

  const latest = useRef({ state, view });
  latest.current = { state, view };
  useEffect(() => {
    let frame = 0;
    const grown = () => {
      // Many messages before the next frame are one drawing.
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        setVersion((last) => last + 1);
      });
    };
    const receive = (message: TrainingDown) => {
      switch (message.type) {
        case 'show': {
          const shown = withTick(message.state, lastTick.current);
          store.retain(shown.ticked);
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
            (thrown) => host.post({ type: 'failed', message: String(thrown), show: true }),
          );
      }
    };
    const exported = async (format: 'csv' | 'png') => {
      setDrawAll(true);
      try {
        // Two frames on, charts that were never in sight are drawn.
        for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
        const { state: now, view: shown } = latest.current;
        const runs = now ? tickedOf(now) : [];
        return await exportCurves(format, runs, shown, groupsOf(runs, store), store, page.current!);
      } finally {
        setDrawAll(false);
      }
    };
    const stop = host.listen(receive);
    host.post({ type: 'ready' });
    const themes = new MutationObserver(() => setThemed((last) => last + 1));
    themes.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
    return () => {
      stop();
      themes.disconnect();
      cancelAnimationFrame(frame);
    };
  }, []);
  const keep = () => {
    const { state: now, view: shown } = latest.current;
    if (!now) return; // what is kept is what is shown
    const runs = tickedOf(now);
    host.save({ ...shown, ticked: now.ticked, remembered: kept(runs, groupsOf(runs, store)) });
  };
  useEffect(() => {
    const timer = setTimeout(keep, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [view, state?.ticked.join('\n')]);
  const growth = useRef<number | undefined>(undefined);
  useEffect(() => {
    growth.current ??= window.setTimeout(() => {
      growth.current = undefined;
      keep();
    }, SAVE_GROWTH_MS);
  }, [version]);

  const now = state ?? (remembered && stateOf(remembered));
  if (!now) return <main class="waiting">Reading runs …</main>;
  const runs = tickedOf(now);
  const theme = chartTheme();
  const onTick = (ticked: readonly string[]) => {
    lastTick.current = nextTick(ticked, lastTick.current, now);
    host.post(lastTick.current);
    setState({ ...now, ticked }); // the extension host says the same in a moment
  };
  const post = (message: TrainingUp) => host.post(message);
  return (
    <main class={view.sidebar ? 'training with-sidebar' : 'training'} ref={page}>
      {view.sidebar && (
        <RunList
          runs={now.runs}
          ticked={now.ticked}
          filter={view.runFilter}
          theme={theme}
          onTick={onTick}
          onFilter={(runFilter) => onView({ runFilter })}
        />
      )}
      <div class="content">
        {remembered && (
          <p class="remembered" role="status">
            {`As it was seen last, ${clockText(remembered.atMs, 1)}. Reading ${runs.length === 1 ? 'the run' : 'the runs'} …`}
          </p>
        )}
        {runs[0] && <RunHeader run={runs[0]} store={store} trusted={now.trusted} post={post} />}
        <Alarms runs={runs} onStep={(step) => onView({ step })} />
        <div class="tab-row">
          <Button
            icon="layout-sidebar-left"
            label="List of runs"
            pressed={view.sidebar}
            onClick={() => onView({ sidebar: !view.sidebar })}
          />
        </div>
        <Tabs label="Views" tabs={TAB_TITLES} chosen={view.tab} onChoose={(tab) => onView({ tab })}>
          {view.tab === 'curves' && (
            <CurvesTab
              runs={runs}
              view={view}
              onView={onView}
              store={store}
              version={version}
              drawAll={drawAll}
              remembered={remembered}
              drawnCharts={drawnCharts}
              onSave={save}
            />
          )}
          {view.tab === 'samples' && (
            <SamplesTab
              runs={runs}
              samples={samples}
              reading={remembered !== undefined}
              view={view}
              onView={onView}
              ask={pictures.ask}
            />
          )}
          {view.tab === 'runs' && (
            <RunTable
              runs={now.runs}
              view={{ ...view, ticked: now.ticked }}
              theme={theme}
              onView={onView}
              onTick={onTick}
              post={post}
            />
          )}
        </Tabs>
      </div>
    </main>
  );
}

/** An undefined part is taken out, so that what is saved says nothing of it. */
function withChange(view: TrainingView, change: Partial<TrainingView>): TrainingView {
  const entries = Object.entries({ ...view, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as unknown as TrainingView; // optional parts are all that can be undefined
}
