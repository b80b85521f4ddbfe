// Toolbar above the viewer: comparison of layers, analysis, export, and which parts of the panel are open.

import { MOST_PANES, type Pane, type ViewerState, type ViewerUp } from '../messages/viewer.js';
import { mapKey } from '../scoring/useMapCells.js';
import { Button } from '../ui/Controls.js';
import { Choice } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import { Toolbar } from '../ui/Toolbar.js';
import { comparablePanes, comparedLayers } from '../viewer/paneParts.js';
import type { Preset } from '../viewer/looks.js';
import { layersOf, presetsFor, presetView } from '../viewer/presets.js';
import { densityOf } from '../viewer/stainDensity.js';
import type { Comparison } from '../viewer/viewState.js';
import { KeysHelp } from './KeysHelp.js';
import type { PanelView } from './panelView.js';

export interface ViewerToolbarProps {
  readonly state: ViewerState;
  /** Pane that the buttons act on. */
  readonly pane: Pane;
  readonly view: PanelView;
  readonly onView: (change: Partial<PanelView>) => void;
  readonly post: (message: ViewerUp) => void;
  readonly onSaveView: () => void;
  /** True if a drag in the picture selects cells by a rectangle. */
  readonly drawsBoxes: boolean;
  readonly onDrawsBoxes: (draws: boolean) => void;
}

const PRESET_TITLES: Readonly<Record<Preset, string>> = {
  ihc: t('IHC + outlines'),
  mpif: t('mpIF composite'),
  segmentation: t('Segmentation'),
  stains: t('Stains (optical density)'),
};

type ExportIntent = Extract<ViewerUp, { readonly type: 'export' }>;

export function ViewerToolbar(props: ViewerToolbarProps) {
  const { state, pane, view, onView, post, onSaveView, drawsBoxes, onDrawsBoxes } = props;
  const { comparison } = view;
  const compare = (part: Partial<Comparison>) => onView({ comparison: { ...comparison, ...part } });
  const mode = (name: Comparison['mode']) =>
    onView({
      comparison: { ...comparison, mode: comparison.mode === name ? 'none' : name },
      solo: undefined,
    });
  const result = pane.kind === 'result';
  const choice = { pane, panes: state.panes, comparison, onChange: compare };
  const layers = layersOf(state.panes);
  const presets = presetsFor(layers);
  return (
    <Toolbar label={t('Viewer')}>
      {presets.length > 1 && (
        <Choice
          label={t('Preset of the layers')}
          value={view.preset}
          options={presets.map((value) => ({ value, title: PRESET_TITLES[value] }))}
          onChoose={(preset) => onView(presetView(preset, layers, view))}
        />
      )}
      <Button icon="screen-full" label={t('Show whole pictures')} onClick={() => onView({ cameras: {} })} />
      {pane.maps.length > 0 && (
        <Button
          icon="inspect"
          label={t('Select cells by a rectangle')}
          hint={t('Select cells by a rectangle (Shift+drag)')}
          pressed={drawsBoxes}
          onClick={() => onDrawsBoxes(!drawsBoxes)}
        />
      )}
      {state.panes.length > 1 && (
        <Button
          icon="link"
          label={t('Move all panes together')}
          pressed={view.linked}
          onClick={() => onView({ linked: !view.linked })}
        />
      )}
      {(pane.layers.length > 1 || comparablePanes(pane, state.panes).length > 1) && (
        <>
          <Button
            icon="split-horizontal"
            label={t('Swipe between two layers')}
            pressed={comparison.mode === 'swipe'}
            onClick={() => mode('swipe')}
          />
          <Button
            icon="diff"
            label={t('Difference of two layers')}
            pressed={comparison.mode === 'difference'}
            onClick={() => mode('difference')}
          />
        </>
      )}
      {comparison.mode !== 'none' && (
        <>
          <LayerChoice label={t('First layer')} side="left" {...choice} />
          <LayerChoice label={t('Second layer')} side="right" {...choice} />
        </>
      )}
      <span class="space" />
      {result && state.panes.length < MOST_PANES && (
        <Button
          icon="add"
          label={t('Compare with another result')}
          onClick={() => post({ type: 'addPane' })}
        />
      )}
      {state.trusted && (
        <Button
          icon="play"
          label={result ? t('Analyse again') : t('Analyse image')}
          onClick={() => post({ type: 'analyse', pane: pane.id })}
        />
      )}
      {result && (
        <Button
          icon="export"
          label={t('Export the result')}
          onClick={() => post({ type: 'export', pane: pane.id, ...setCutoffs(pane, view) })}
        />
      )}
      <KeysHelp layers={layers} />
      <Button icon="device-camera" label={t('Save the view as PNG')} onClick={onSaveView} />
      {result && (
        <Button
          icon="table"
          label={t('Cells')}
          pressed={view.dock}
          onClick={() => onView({ dock: !view.dock })}
        />
      )}
      <Button
        icon="layout-sidebar-right"
        label={t('Layers and scores')}
        pressed={view.sidebar}
        onClick={() => onView({ sidebar: !view.sidebar })}
      />
    </Toolbar>
  );
}

/** Cut-offs that the user set for the maps of a result. */
function setCutoffs({ id, maps }: Pane, { intensity }: PanelView): Pick<ExportIntent, 'cutoffs'> {
  const set = maps.flatMap(({ name }) => {
    const cutoffs = intensity[mapKey(id, name)]?.cutoffs ?? {};
    return Object.keys(cutoffs).length > 0 ? [[name, cutoffs] as const] : [];
  });
  return set.length > 0 ? { cutoffs: Object.fromEntries(set) } : {};
}

/** Choice of a compared layer: each pane's own, or one of another pane of the same size. */
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
  const comparable = comparablePanes(pane, panes);
  const namesPane = comparison[`${side}Pane`] === compared?.pane.id;
  const valueOf = (layer: string, paneId?: string) =>
    JSON.stringify(paneId === undefined ? [layer] : [layer, paneId]);
  // A difference is one of stored colours.
  const choosable = (from: Pane) =>
    from.layers.filter((layer) => comparison.mode !== 'difference' || densityOf(layer) === undefined);
  const own = choosable(pane).map(({ id, title }) => ({ value: valueOf(id), title }));
  const others = comparable.flatMap((each) =>
    choosable(each).map(({ id, title }) => ({
      value: valueOf(id, each.id),
      title,
      group: `${each.title} · ${each.detail}`,
    })),
  );
  return (
    <Choice
      label={label}
      value={compared && valueOf(compared.layer.id, namesPane ? compared.pane.id : undefined)}
      options={
        comparable.length === 1
          ? own
          : [...own.map((option) => ({ ...option, group: t('Each pane’s own') })), ...others]
      }
      onChoose={(value) => {
        const [layer, paneId] = JSON.parse(value) as [string, string?];
        onChange({ [side]: layer, [`${side}Pane`]: paneId });
      }}
    />
  );
}
