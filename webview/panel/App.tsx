// Page of the result panel: the viewer in the middle, layers and scores beside it, the table of cells below. It shows the
// state that the extension host sends; its own view state is saved over reloads.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Pane, Sight, ViewerDown, ViewerState, ViewerUp } from '../messages/viewer.js';
import { CellTable } from '../scoring/CellTable.js';
import { CompareTable } from '../scoring/CompareTable.js';
import { soleCell } from '../scoring/cellSelection.js';
import { SelectedCells } from '../scoring/SelectedCells.js';
import { FIRST_TABLE_LOOK } from '../scoring/tableLook.js';
import { useCellSelection } from '../scoring/useCellSelection.js';
import { mapKey, useMapCells } from '../scoring/useMapCells.js';
import { useMessages, type Host } from '../ui/host.js';
import { t } from '../ui/l10n.js';
import { useSaved, useView } from '../ui/savedView.js';
import { Splitter } from '../ui/Splitter.js';
import { usePageKeys } from '../ui/usePageKeys.js';
import { withRanges } from '../viewer/autoRange.js';
import type { Bounds } from '../viewer/camera.js';
import type { ShownCells } from '../viewer/cellLayers.js';
import type { PageCells } from '../viewer/pageCells.js';
import { PictureStore } from '../viewer/pictureStore.js';
import { layersOf, shownLooks, viewAfterKey } from '../viewer/presets.js';
import { withDensities } from '../viewer/stainDensity.js';
import { Viewer, type CellOfMap, type ViewerControls } from '../viewer/Viewer.js';
import { oncePerFrame } from './oncePerFrame.js';
import { PaneSummary, titleInPicture } from './PaneSummary.js';
import { readPanelView, type SavedPanel } from './panelView.js';
import { pngOf } from './savedPicture.js';
import { Sidebar } from './Sidebar.js';
import { ViewerToolbar } from './ViewerToolbar.js';

interface ChosenCell extends CellOfMap {
  /** List that the index belongs to. */
  readonly list: unknown;
}

const CELLS_AFTER_MS = 2000;
const NO_PANES: readonly Pane[] = [];
const LEAST_SIDEBAR_PX = 150;
const LEAST_DOCK_PX = 120;

export function App({ host }: { readonly host: Host<ViewerDown, ViewerUp> }) {
  const [state, setState] = useState<ViewerState>();
  const [view, change] = useView(() => readPanelView(host.saved));
  const [, setDrawn] = useState(0);
  const [mayLoadCells, setMayLoadCells] = useState(false);
  const [drawsBoxes, setDrawsBoxes] = useState(false);
  const [hovered, setHovered] = useState<ChosenCell>();
  const [filter, setFilter] = useState<{ readonly key: string; readonly shown: Uint8Array | undefined }>();
  const [active, setActive] = useState<string>();
  const [activeMap, setActiveMap] = useState<string>();
  const viewer = useRef<ViewerControls | undefined>(undefined);
  const store = useMemo(
    () =>
      new PictureStore({
        post: (message) => host.post(message),
        changed: oncePerFrame(() => setDrawn((last) => last + 1)),
      }),
    [],
  );
  const panes = useMemo(
    () => state?.panes.map((each) => ({ ...each, layers: withDensities(each.layers) })) ?? NO_PANES,
    [state],
  );
  const scoresOf = useMapCells(panes, (message) => host.post(message), mayLoadCells);

  const [sight, setSight] = useState<{ readonly pane: string; readonly bounds: Sight }>();
  useMessages(host, (message: ViewerDown) => {
    switch (message.type) {
      case 'show':
        return setState(message.state);
      case 'tile':
      case 'tileFailed':
        return store.receive(message);
      case 'lookAt':
        return setSight({ pane: message.pane, bounds: message.sight });
      case 'reveal':
        return change(message.part === 'cells' ? { dock: true } : { sidebar: true, tab: message.part });
    }
  });
  useSaved(
    host,
    useMemo<SavedPanel | undefined>(
      () => state && { ...view, panes: panes.map(({ id }) => id) },
      [view, panes],
    ),
  );
  useEffect(() => {
    store.retain(new Set(panes.flatMap(({ layers }) => layers.map((layer) => layer.picture.id))));
  }, [panes]);
  // A picture that never comes does not keep the cells away.
  useEffect(() => {
    if (!state) return undefined;
    const timer = setTimeout(() => setMayLoadCells(true), CELLS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [state !== undefined]);

  usePageKeys((key) => {
    const changed = viewAfterKey(key, layersOf(panes), view);
    if (changed) change(changed);
    return changed !== undefined;
  });

  const pane = panes.find(({ id }) => id === active) ?? panes[0];
  const shownMap = (maps: Pane['maps']) => maps.find(({ name }) => name === activeMap) ?? maps[0];
  const map = pane && shownMap(pane.maps);
  const scores = pane && map ? scoresOf(pane.id, map.name) : undefined;
  const selection = useCellSelection({ scoresOf, active: scores, trusted: state?.trusted === true });
  const indexOf = (chosen: ChosenCell | undefined, paneId: string, name: string) => {
    const list = scoresOf(paneId, name)?.cells?.list;
    return chosen?.pane === paneId && chosen.map === name && chosen.list === list ? chosen.cell : undefined;
  };
  const choose = (cell: CellOfMap | undefined): ChosenCell | undefined =>
    cell && { ...cell, list: scoresOf(cell.pane, cell.map)?.cells?.list };
  const hover = (cell: CellOfMap | undefined) => {
    const now = choose(cell);
    setHovered((last) => (sameCell(last, now) ? last : now));
  };

  const cellsOf = ({ id, maps }: Pane): ShownCells[] => {
    // Maps lie on one another: the chosen one is drawn.
    const { name } = shownMap(maps) ?? {};
    const cells = name === undefined ? undefined : scoresOf(id, name)?.cells;
    if (name === undefined || !cells) return [];
    const selected = selection.in(id, name);
    const pointed = indexOf(hovered, id, name);
    const shown = filter?.key === mapKey(id, name) ? filter.shown : undefined;
    return [
      {
        pane: id,
        map: name,
        cells,
        look: view.cells,
        ...(shown?.length === cells.list.length ? { filter: shown } : {}),
        ...(selected ? { selected: selected.flags } : {}),
        ...(pointed === undefined ? {} : { hovered: pointed }),
      },
    ];
  };

  if (!state || !pane)
    return <main class="page waiting">{state ? t('There is nothing to show.') : t('Opening …')}</main>;
  const problems = panes.flatMap(({ title, problems: all }) => all.map((text) => `${title}: ${text}`));
  if (scores?.problem !== undefined) problems.push(scores.problem);
  const key = map ? mapKey(pane.id, map.name) : '';
  const ranged = withRanges(view.looks, panes, (layer) => store.overview(layer.picture));
  const shownView = { ...view, looks: shownLooks(layersOf(panes), { ...view, looks: ranged }) };
  const scoreOf = ({ id, maps }: Pane) => {
    const shown = shownMap(maps);
    return { map: shown, scores: shown && scoresOf(id, shown.name) };
  };
  const selected = map && selection.in(pane.id, map.name);
  const sole = selected && soleCell(selected);
  const card = scores?.cells &&
    selected && {
      pane: pane.id,
      ...(sole === undefined ? {} : { cell: boxOf(scores.cells, sole) }),
      content: (
        <SelectedCells
          scores={scores}
          selection={selected}
          trusted={state.trusted}
          {...(pane.mpp === undefined ? {} : { mpp: pane.mpp })}
          onEdit={selection.edit}
          onClear={selection.clear}
        />
      ),
    };
  const saveView = () => {
    const failed = (message: string) => host.post({ type: 'failed', message, show: true });
    const drawn = viewer.current?.drawn();
    if (!drawn)
      return failed(
        t(
          'The view cannot be saved now: the graphics card is still drawing it, or has withdrawn it. Wait until all ' +
            'layers are back and save again. If they stay away, close the panel and open it again.',
        ),
      );
    void pngOf(drawn, shownView, (each) => titleInPicture(each, scoreOf(each))).then(
      (png) => host.post({ type: 'saveView', name: `${pane.title.replace(/\.png$/i, '')}.png`, png }),
      (thrown) => failed(thrown instanceof Error ? thrown.message : String(thrown)),
    );
  };
  return (
    <main class="page panel">
      <ViewerToolbar
        state={{ ...state, panes }}
        pane={pane}
        view={view}
        onView={change}
        post={(message) => host.post(message)}
        onSaveView={saveView}
        drawsBoxes={drawsBoxes}
        onDrawsBoxes={setDrawsBoxes}
      />
      {problems.map((text) => (
        <p key={text} class="notice" role="alert">
          <span class="codicon codicon-warning" aria-hidden="true" /> {text}
        </p>
      ))}
      <div
        class={view.sidebar ? 'middle' : 'middle alone'}
        style={{
          '--panes': panes.length,
          ...(view.sidebarPx === undefined ? {} : { '--sidebar': `${view.sidebarPx}px` }),
        }}
      >
        <Viewer
          sight={sight}
          panes={panes}
          view={shownView}
          store={store}
          cellsOf={cellsOf}
          headerOf={(each) => <PaneSummary pane={each} {...scoreOf(each)} />}
          onView={change}
          onHover={hover}
          onSelect={(on, cell, adds) => {
            setActive(cell?.pane ?? on.id);
            if (cell)
              selection.choose(cell.pane, cell.map, {
                cells: [cell.cell],
                how: adds ? 'toggle' : 'only',
                current: cell.cell,
              });
            else if (!adds) selection.clear();
          }}
          onSelectBox={(on, name, cells, adds) => {
            setActive(on.id);
            selection.choose(on.id, name, { cells, how: adds ? 'add' : 'only' });
          }}
          drawsBoxes={drawsBoxes}
          {...(card ? { card } : {})}
          onClose={({ id }) => host.post({ type: 'closePane', pane: id })}
          controls={viewer}
          onFailure={(message) => host.post({ type: 'failed', message, show: true })}
          onFirstPicture={() => setMayLoadCells(true)}
        />
        {view.sidebar && (
          <Sidebar
            panes={panes}
            pane={pane}
            map={map}
            scores={scores}
            trusted={state.trusted}
            view={view}
            ranged={ranged}
            onView={change}
            onPane={setActive}
            onMap={setActiveMap}
          >
            <Splitter
              label={t('Width of layers and scores')}
              edge="left"
              leastPx={LEAST_SIDEBAR_PX}
              onSize={(sidebarPx) => change({ sidebarPx })}
            />
          </Sidebar>
        )}
      </div>
      {panes.length > 1 && <CompareTable panes={panes} scoresOf={scoresOf} />}
      {view.dock && scores && map && (
        <section
          class="dock"
          aria-label={t('Cells')}
          style={view.dockPx === undefined ? {} : { '--dock': `${view.dockPx}px` }}
        >
          <Splitter
            label={t('Height of the table of cells')}
            edge="top"
            leastPx={LEAST_DOCK_PX}
            onSize={(dockPx) => change({ dockPx })}
          />
          <CellTable
            key={key}
            scores={scores}
            {...(pane.mpp === undefined ? {} : { mpp: pane.mpp })}
            selection={selected}
            hovered={indexOf(hovered, pane.id, map.name)}
            onChoose={(choice) => {
              selection.choose(pane.id, map.name, choice);
              if (choice.current !== undefined && scores.cells)
                viewer.current?.lookAt(pane.id, boxOf(scores.cells, choice.current));
            }}
            onClear={selection.clear}
            onHover={(cell) => hover(cell === undefined ? undefined : { pane: pane.id, map: map.name, cell })}
            look={view.tables[key] ?? FIRST_TABLE_LOOK}
            onLook={(look) => change({ tables: { ...view.tables, [key]: look } })}
            onFilter={(shown) => setFilter({ key, shown })}
          />
        </section>
      )}
    </main>
  );
}

function boxOf({ list }: PageCells, cell: number): Bounds {
  return [list.minX[cell]!, list.firstY[cell]!, list.maxX[cell]! + 1, list.maxY[cell]! + 1];
}

function sameCell(a: ChosenCell | undefined, b: ChosenCell | undefined): boolean {
  return a?.cell === b?.cell && a?.map === b?.map && a?.pane === b?.pane && a?.list === b?.list;
}
