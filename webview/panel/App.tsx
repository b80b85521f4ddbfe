// The page: the viewer in the middle, layers and scores beside it, the table of cells below. Shows what the extension
// host says; how it is shown is its own, and kept over reloads.

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ViewerHost } from '../host.js';
import type { Pane, ViewerDown, ViewerState } from '../messages/viewer.js';
import { CellTable } from '../scoring/CellTable.js';
import { ScorePanel } from '../scoring/ScorePanel.js';
import { useMapCells } from '../scoring/useMapCells.js';
import type { ShownCells } from '../viewer/cellLayers.js';
import { PictureStore } from '../viewer/pictureStore.js';
import { Viewer } from '../viewer/Viewer.js';
import { LayersTab } from './LayersTab.js';
import { pngOf } from './savedPicture.js';
import { Toolbar } from './Toolbar.js';
import { readViewState, type ViewState } from './viewState.js';

/** One cell of one map of one pane. */
interface ChosenCell {
  readonly pane: string;
  readonly map: string;
  readonly cell: number;
  /** The list that the index belongs to. */
  readonly list: unknown;
}

const SAVE_AFTER_MS = 300;

export function App({ host }: { readonly host: ViewerHost }) {
  const [state, setState] = useState<ViewerState>();
  const [view, setView] = useState<ViewState>(() => readViewState(host.saved));
  const [, setDrawn] = useState(0);
  const [selected, setSelected] = useState<ChosenCell>();
  const [hovered, setHovered] = useState<ChosenCell>();
  const [filter, setFilter] = useState<{ readonly key: string; readonly shown: Uint8Array | undefined }>();
  const [active, setActive] = useState<string>();
  const [activeMap, setActiveMap] = useState<string>();
  const picture = useRef<(() => HTMLCanvasElement) | undefined>(undefined);
  const store = useMemo(
    () =>
      new PictureStore(
        (message) => host.post(message),
        () => setDrawn((last) => last + 1),
      ),
    [],
  );

  const panes = state?.panes ?? NO_PANES;
  const scoresOf = useMapCells(panes, (message) => host.post(message));
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
  useEffect(() => {
    if (!state) return undefined;
    const timer = setTimeout(() => host.save({ ...view, panes: panes.map(({ id }) => id) }), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [view, state]);

  const pane = panes.find(({ id }) => id === active) ?? panes[0];
  const map = pane?.maps.find(({ name }) => name === activeMap) ?? pane?.maps[0];
  const scores = pane && map ? scoresOf(pane.id, map.name) : undefined;
  const indexOf = (chosen: ChosenCell | undefined, of: string, name: string) => {
    const list = scoresOf(of, name)?.cells?.list;
    return chosen?.pane === of && chosen.map === name && chosen.list === list ? chosen.cell : undefined;
  };
  const choose = (of: string, name: string, cell: number | undefined): ChosenCell | undefined =>
    cell === undefined ? undefined : { pane: of, map: name, cell, list: scoresOf(of, name)?.cells?.list };

  const cellsOf = ({ id, maps }: Pane): ShownCells[] =>
    maps
      // Several maps lie on top of one another: the chosen one is shown.
      .filter(({ name }, i) => (activeMap === undefined ? i === 0 : name === activeMap))
      .flatMap(({ name }) => {
        const cells = scoresOf(id, name)?.cells;
        if (!cells) return [];
        const key = JSON.stringify([id, name]);
        const chosen = indexOf(selected, id, name);
        const pointed = indexOf(hovered, id, name);
        return {
          cells,
          look: view.cells,
          ...(filter?.key === key && filter.shown?.length === cells.list.length
            ? { filter: filter.shown }
            : {}),
          ...(chosen === undefined ? {} : { selected: chosen }),
          ...(pointed === undefined ? {} : { hovered: pointed }),
        };
      });
  const mapName = (of: Pane) => (of.maps.find(({ name }) => name === activeMap) ?? of.maps[0])?.name;

  if (!state || !pane) return <main class="waiting">{state ? 'Nothing is shown.' : 'Opening …'}</main>;
  const problems = panes.flatMap(({ title, problems: all }) => all.map((text) => `${title}: ${text}`));
  if (scores?.problem !== undefined) problems.push(scores.problem);
  const key = map ? JSON.stringify([pane.id, map.name]) : '';
  return (
    <main class="panel">
      <Toolbar
        state={state}
        pane={pane}
        view={view}
        onView={change}
        post={(message) => host.post(message)}
        onSaveView={() => {
          const canvas = picture.current?.();
          if (!canvas) return;
          void pngOf(canvas, panes, view).then((png) =>
            host.post({ type: 'saveView', name: `${pane.title.replace(/\.png$/i, '')}.png`, png }),
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
          onHover={(of, _, cell) => {
            const name = mapName(of);
            if (name === undefined) return;
            const now = choose(of.id, name, cell);
            setHovered((last) => (last?.cell === now?.cell && last?.pane === now?.pane ? last : now));
          }}
          onSelect={(of, _, cell) => {
            setActive(of.id);
            const name = mapName(of);
            if (name !== undefined) setSelected(choose(of.id, name, cell));
          }}
          onClose={({ id }) => host.post({ type: 'closePane', pane: id })}
          picture={picture}
          onFailure={(message) => host.post({ type: 'failed', message, show: true })}
        />
        {view.sidebar && (
          <aside class="sidebar" aria-label="Layers and scores">
            <div role="tablist" class="tabs">
              {(['layers', 'scores'] as const).map((tab) => (
                <button key={tab} role="tab" aria-selected={view.tab === tab} onClick={() => change({ tab })}>
                  {tab === 'layers' ? 'Layers' : 'Scores'}
                </button>
              ))}
            </div>
            {(panes.length > 1 || pane.maps.length > 1) && view.tab === 'scores' && (
              <div class="chosen">
                {panes.length > 1 && (
                  <select
                    aria-label="Result"
                    value={pane.id}
                    onChange={({ currentTarget }) => setActive(currentTarget.value)}
                  >
                    {panes.map(({ id, title }) => (
                      <option key={id} value={id}>
                        {title}
                      </option>
                    ))}
                  </select>
                )}
                {pane.maps.length > 1 && (
                  <select
                    aria-label="Segmentation map"
                    value={map?.name}
                    onChange={({ currentTarget }) => setActiveMap(currentTarget.value)}
                  >
                    {pane.maps.map(({ name }) => (
                      <option key={name} value={name}>
                        {name}
                      </option>
                    ))}
                  </select>
                )}
              </div>
            )}
            <div role="tabpanel" class="tab" aria-label={view.tab === 'layers' ? 'Layers' : 'Scores'}>
              {view.tab === 'layers' ? (
                <LayersTab panes={panes} view={view} onView={change} />
              ) : scores && map ? (
                <ScorePanel
                  key={key}
                  scores={scores}
                  trusted={state.trusted}
                  selected={indexOf(selected, pane.id, map.name)}
                />
              ) : (
                <p class="empty">This image has not been analysed yet.</p>
              )}
            </div>
          </aside>
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
              setSelected(choose(pane.id, map.name, cell));
              const list = scores.cells?.list;
              const camera = view.cameras[pane.id];
              if (cell !== undefined && list && camera)
                change({
                  cameras: {
                    ...view.cameras,
                    [pane.id]: { ...camera, x: list.centroidX[cell]!, y: list.centroidY[cell]! },
                  },
                });
            }}
            onHover={(cell) => setHovered(choose(pane.id, map.name, cell))}
            onFilter={(shown) => setFilter({ key, shown })}
          />
        </section>
      )}
    </main>
  );
}

const NO_PANES: readonly Pane[] = [];
