// The buttons above the viewer.

import { Button } from '../controls.js';
import { MOST_PANES, type Pane, type ViewerState, type ViewerUp } from '../messages/viewer.js';
import { comparedLayers } from '../viewer/scene.js';
import type { Comparison, ViewState } from './viewState.js';

export interface ToolbarProps {
  readonly state: ViewerState;
  /** The one that buttons act on. */
  readonly pane: Pane;
  readonly view: ViewState;
  readonly onView: (change: Partial<ViewState>) => void;
  readonly post: (message: ViewerUp) => void;
  readonly onSaveView: () => void;
}

export function Toolbar({ state, pane, view, onView, post, onSaveView }: ToolbarProps) {
  const { comparison } = view;
  const [left, right] = comparedLayers(pane, comparison);
  const compare = (part: Partial<Comparison>) => onView({ comparison: { ...comparison, ...part } });
  const mode = (name: Comparison['mode']) => compare({ mode: comparison.mode === name ? 'none' : name });
  const result = pane.kind === 'result';
  return (
    <div class="toolbar" role="toolbar" aria-label="Viewer">
      <Button icon="screen-full" label="Show whole pictures" onClick={() => onView({ cameras: {} })} />
      {state.panes.length > 1 && (
        <Button
          icon="link"
          label="Move all panes together"
          pressed={view.linked}
          onClick={() => onView({ linked: !view.linked })}
        />
      )}
      {pane.layers.length > 1 && (
        <>
          <Button
            icon="split-horizontal"
            label="Swipe between two layers"
            pressed={comparison.mode === 'swipe'}
            onClick={() => mode('swipe')}
          />
          <Button
            icon="diff"
            label="Difference of two layers"
            pressed={comparison.mode === 'difference'}
            onClick={() => mode('difference')}
          />
        </>
      )}
      {comparison.mode !== 'none' &&
        [['left', left, 'First layer'] as const, ['right', right, 'Second layer'] as const].map(
          ([side, layer, label]) => (
            <select
              key={side}
              aria-label={label}
              value={layer?.id}
              onChange={({ currentTarget }) => compare({ [side]: currentTarget.value })}
            >
              {pane.layers.map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            </select>
          ),
        )}
      <span class="space" />
      {result && state.panes.length < MOST_PANES && (
        <Button icon="add" label="Compare with another result" onClick={() => post({ type: 'addPane' })} />
      )}
      {state.trusted && (
        <Button
          icon="play"
          label={result ? 'Analyse again' : 'Analyse image'}
          onClick={() => post({ type: 'analyse', pane: pane.id })}
        />
      )}
      {result && (
        <select
          aria-label="Export the result"
          value=""
          onChange={({ currentTarget }) => {
            const format = FORMATS.find(([id]) => id === currentTarget.value)?.[0];
            currentTarget.value = '';
            if (format) post({ type: 'export', pane: pane.id, format });
          }}
        >
          <option value="">Export…</option>
          {FORMATS.map(([id, title]) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      )}
      <Button icon="device-camera" label="Save the view as PNG" onClick={onSaveView} />
      {result && (
        <Button icon="table" label="Cells" pressed={view.dock} onClick={() => onView({ dock: !view.dock })} />
      )}
      <Button
        icon="layout-sidebar-right"
        label="Layers and scores"
        pressed={view.sidebar}
        onClick={() => onView({ sidebar: !view.sidebar })}
      />
    </div>
  );
}

const FORMATS = [
  ['csv', 'Cells (CSV)'],
  ['tsv', 'Cells (TSV)'],
  ['geojson', 'Outlines (GeoJSON)'],
  ['json', 'Scores (JSON)'],
  ['html', 'Report (HTML)'],
] as const;
