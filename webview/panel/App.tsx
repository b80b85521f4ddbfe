// The page: the viewer in the middle, layers and scores beside it, the table of cells below. Shows what the extension
// host says; how it is shown is its own, and kept over reloads.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ViewerHost } from '../ui/host.js';
import type { Pane, ViewerDown, ViewerState } from '../messages/viewer.js';
import { CellTable } from '../scoring/CellTable.js';
import { FIRST_TABLE_LOOK } from '../scoring/tableLook.js';
import { useMapCells } from '../scoring/useMapCells.js';
import type { ShownCells } from '../viewer/cellLayers.js';
import { PictureStore } from '../viewer/pictureStore.js';
import { Viewer, type CellOfMap, type ViewerControls } from '../viewer/Viewer.js';
import { pngOf } from './savedPicture.js';
import { Sidebar } from './Sidebar.js';
import { Toolbar } from './Toolbar.js';
import { mapKey, readViewState, type ViewState } from '../viewer/viewState.js';

interface ChosenCell extends CellOfMap {
  /** The list that the index belongs to. */
  readonly list: unknown;
}

const SAVE_AFTER_MS = 300;
const CELLS_AFTER_MS = 2000;

const NOT_DRAWN =
  'There is no picture to save at present: the graphics card is still drawing it, or has taken it away. ' +
  'Wait until all layers are back, and save again; where they stay away, close the panel and open it anew.';

export function App({ host }: { readonly host: ViewerHost }) {
  const [state, setState] = useState<ViewerState>();
  const [view, setView] = useState<ViewState>(() => readViewState(host.saved));
  const [, setDrawn] = useState(0);
  const [mayLoadCells, setMayLoadCells] = useState(false);
  const [selected, setSelected] = useState<ChosenCell>();
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

  const panes = state?.panes ?? NO_PANES;
  const scoresOf = useMapCells(panes, (message) => host.post(message), mayLoadCells);
  const change = (part: Partial<ViewState>) => setView((last) => ({ ...last, ...part }));

  useEffect(() => {
    const receive = (message: ViewerDown) => {
      switch (message.type) {
        case 'show':
          return setState(message.state);
        case 'tile':
        case 'tileFailed':
          return store.receive(message);
        case 'reveal':
          return change(message.part === 'cells' ? { dock: true } : { sidebar: true, tab: message.part });
      }
    };
    const stop = host.listen(receive);
    host.post({ type: 'ready' });
    return stop;
  }, []);
  useEffect(() => {
    store.retain(new Set(panes.flatMap(({ layers }) => layers.map((layer) => layer.picture.id))));
  }, [panes]);
  // A picture that never comes keeps nobody from the cells.
  useEffect(() => {
    if (!state) return undefined;
    const timer = setTimeout(() => setMayLoadCells(true), CELLS_AFTER_MS);
    return () => clearTimeout(timer);
  }, [state !== undefined]);
  useEffect(() => {
    if (!state) return undefined;
    const timer = setTimeout(() => host.save({ ...view, panes: panes.map(({ id }) => id) }), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [view, state]);

  const pane = panes.find(({ id }) => id === active) ?? panes[0];
  const shownMap = (maps: Pane['maps']) => maps.find(({ name }) => name === activeMap) ?? maps[0];
  const map = pane && shownMap(pane.maps);
  const scores = pane && map ? scoresOf(pane.id, map.name) : undefined;
  const indexOf = (chosen: ChosenCell | undefined, of: string, name: string) => {
    const list = scoresOf(of, name)?.cells?.list;
    return chosen?.pane === of && chosen.map === name && chosen.list === list ? chosen.cell : undefined;
  };
  const choose = (cell: CellOfMap | undefined): ChosenCell | undefined =>
    cell && { ...cell, list: scoresOf(cell.pane, cell.map)?.cells?.list };
  const hover = (cell: CellOfMap | undefined) => {
    const now = choose(cell);
    setHovered((last) => (sameCell(last, now) ? last : now));
  };

  const cellsOf = ({ id, maps }: Pane): ShownCells[] =>
    maps
      // Several maps lie on top of one another: the chosen one is shown.
      .filter((each) => each === shownMap(maps))
      .flatMap(({ name }) => {
        const cells = scoresOf(id, name)?.cells;
        if (!cells) return [];
        const key = mapKey(id, name);
        const chosen = indexOf(selected, id, name);
        const pointed = indexOf(hovered, id, name);
        return {
          pane: id,
          map: name,
          cells,
          look: view.cells,
          ...(filter?.key === key && filter.shown?.length === cells.list.length
            ? { filter: filter.shown }
            : {}),
          ...(chosen === undefined ? {} : { selected: chosen }),
          ...(pointed === undefined ? {} : { hovered: pointed }),
        };
      });

  if (!state || !pane) return <main class="waiting">{state ? 'Nothing is shown.' : 'Opening …'}</main>;
  const problems = panes.flatMap(({ title, problems: all }) => all.map((text) => `${title}: ${text}`));
  if (scores?.problem !== undefined) problems.push(scores.problem);
  const key = map ? mapKey(pane.id, map.name) : '';
  return (
    <main class="panel">
      <Toolbar
        state={state}
        pane={pane}
        view={view}
        onView={change}
        post={(message) => host.post(message)}
        onSaveView={() => {
          const failed = (message: string) => host.post({ type: 'failed', message, show: true });
          const canvas = viewer.current?.canvas();
          if (!canvas) return failed(NOT_DRAWN);
          void pngOf(canvas, panes, view).then(
            (png) => host.post({ type: 'saveView', name: `${pane.title.replace(/\.png$/i, '')}.png`, png }),
            (thrown) => failed(thrown instanceof Error ? thrown.message : String(thrown)),
          );
        }}
      />
      {problems.map((text) => (
        <p key={text} class="notice" role="alert">
          <span class="codicon codicon-warning" aria-hidden="true" /> {text}
        </p>
      ))}
      <div class={view.sidebar ? 'middle' : 'middle alone'}>
        <Viewer
          panes={panes}
          view={view}
          store={store}
          cellsOf={cellsOf}
          onView={change}
          onHover={hover}
          onSelect={(of, cell) => {
            setActive(cell?.pane ?? of.id);
            setSelected(choose(cell));
          }}
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
            selected={map && indexOf(selected, pane.id, map.name)}
            trusted={state.trusted}
            view={view}
            onView={change}
            onPane={setActive}
            onMap={setActiveMap}
          />
        )}
      </div>
      {view.dock && scores && map && (
        <section class="dock" aria-label="Cells">
          <CellTable
            key={key}
            scores={scores}
            trusted={state.trusted}
            {...(pane.mpp === undefined ? {} : { mpp: pane.mpp })}
            selected={indexOf(selected, pane.id, map.name)}
            hovered={indexOf(hovered, pane.id, map.name)}
            onSelect={(cell) => {
              setSelected(cell === undefined ? undefined : choose({ pane: pane.id, map: map.name, cell }));
              const list = scores.cells?.list;
              if (cell !== undefined && list)
                viewer.current?.lookAt(pane.id, [
                  list.minX[cell]!,
                  list.firstY[cell]!,
                  list.maxX[cell]! + 1,
                  list.maxY[cell]! + 1,
                ]);
            }}
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

function sameCell(a: ChosenCell | undefined, b: ChosenCell | undefined): boolean {
  return a?.cell === b?.cell && a?.map === b?.map && a?.pane === b?.pane && a?.list === b?.list;
}

/** Tiles come in dozens: the first is drawn at once, those that follow within a frame are drawn together. */
function oncePerFrame(work: () => void): () => void {
  let isWaiting = false;
  let isWanted = false;
  return () => {
    isWanted = isWaiting;
    if (isWaiting) return;
    isWaiting = true;
    work();
    requestAnimationFrame(() => {
      isWaiting = false;
      if (isWanted) work();
    });
  };
}

const NO_PANES: readonly Pane[] = [];
