// The buttons above the viewer.

import { Button } from '../ui/controls.js';
import { MOST_PANES, type Pane, type ViewerState, type ViewerUp } from '../messages/viewer.js';
import { comparablePanes, comparedLayers } from '../viewer/paneParts.js';
import { mapKey, type Comparison, type ViewState } from '../viewer/viewState.js';

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
  const compare = (part: Partial<Comparison>) => onView({ comparison: { ...comparison, ...part } });
  const mode = (name: Comparison['mode']) => compare({ mode: comparison.mode === name ? 'none' : name });
  const result = pane.kind === 'result';
  const choice = { pane, panes: state.panes, comparison, onChange: compare };
  return (
    <div class="toolbar" role="toolbar" aria-label="Viewer" onKeyDown={moveFocus}>
      <Button icon="screen-full" label="Show whole pictures" onClick={() => onView({ cameras: {} })} />
      {state.panes.length > 1 && (
        <Button
          icon="link"
          label="Move all panes together"
          pressed={view.linked}
          onClick={() => onView({ linked: !view.linked })}
        />
      )}
      {(pane.layers.length > 1 || comparablePanes(pane, state.panes).length > 1) && (
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
      {comparison.mode !== 'none' && (
        <>
          <LayerChoice label="First layer" side="left" {...choice} />
          <LayerChoice label="Second layer" side="right" {...choice} />
        </>
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
        <Button
          icon="export"
          label="Export the result"
          onClick={() => post({ type: 'export', pane: pane.id, ...setCutoffs(pane, view) })}
        />
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

/** Cut-offs that the user has set for maps of a result. */
function setCutoffs({ id, maps }: Pane, { intensity }: ViewState): Pick<ExportIntent, 'cutoffs'> {
  const set = maps.flatMap(({ name }) => {
    const cutoffs = intensity[mapKey(id, name)]?.cutoffs ?? {};
    return Object.keys(cutoffs).length > 0 ? [[name, cutoffs] as const] : [];
  });
  return set.length > 0 ? { cutoffs: Object.fromEntries(set) } : {};
}

type ExportIntent = Extract<ViewerUp, { readonly type: 'export' }>;

/** Arrows go from button to button, as in every toolbar; a list keeps its own. */
function moveFocus(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step === undefined || event.target instanceof HTMLSelectElement) return;
  const controls = [...event.currentTarget.querySelectorAll<HTMLElement>('vscode-button, select')];
  const at = controls.indexOf(event.target as HTMLElement);
  if (at < 0) return;
  event.preventDefault();
  controls.at((at + step) % controls.length)!.focus();
}

/** A layer of each pane's own, or of one of the other panes that are as large. */
function LayerChoice(props: {
  readonly label: string;
  readonly side: 'left' | 'right';
  readonly pane: Pane;
  readonly panes: readonly Pane[];
  readonly comparison: Comparison;
  readonly onChange: (part: Partial<Comparison>) => void;
}) {
  const { label, side, pane, panes, comparison, onChange } = props;
  const compared = comparedLayers(pane, panes, comparison)[side === 'left' ? 0 : 1];
  const others = comparablePanes(pane, panes).slice(1);
  const named = comparison[`${side}Pane`] === compared?.pane.id;
  const options = ({ id: of, layers }: Pane, own: boolean) =>
    layers.map(({ id, title }) => (
      <option key={id} value={JSON.stringify(own ? [id] : [id, of])}>
        {title}
      </option>
    ));
  return (
    <select
      aria-label={label}
      value={compared && JSON.stringify(named ? [compared.layer.id, compared.pane.id] : [compared.layer.id])}
      onChange={({ currentTarget }) => {
        const [layer, of] = JSON.parse(currentTarget.value) as [string, string?];
        onChange({ [side]: layer, [`${side}Pane`]: of });
      }}
    >
      {others.length === 0 ? (
        options(pane, true)
      ) : (
        <>
          <optgroup label="Each pane’s own">{options(pane, true)}</optgroup>
          {[pane, ...others].map((each) => (
            <optgroup key={each.id} label={`${each.title} · ${each.detail}`}>
              {options(each, false)}
            </optgroup>
          ))}
        </>
      )}
    </select>
  );
}
