// Looks of the layers: visible or not, how strong, in which colour, blended how. Panes share them, so that the same layers of
// two results look the same.

import type { Pane } from '../messages/viewer.js';
import { Button, Checkbox } from '../ui/Controls.js';
import { Slider } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import type { CellsLook } from '../viewer/looks.js';
import { lookOf, type Looks } from '../viewer/paneParts.js';
import { isAsPreset, keyOfLayer, layersOf, presetView } from '../viewer/presets.js';
import type { ViewState } from '../viewer/viewState.js';
import { LayerFields } from './LayerFields.js';

export interface LayersTabProps {
  readonly panes: readonly Pane[];
  readonly view: ViewState;
  /** Looks with numbers for automatic ranges. */
  readonly ranged: Looks;
  readonly onView: (change: Partial<ViewState>) => void;
}

export function LayersTab({ panes, view, ranged, onView }: LayersTabProps) {
  const layers = layersOf(panes);
  const alone = layers.find(({ id }) => id === view.solo);
  const toPreset = () => onView(presetView(view.preset, layers, view));
  return (
    <div class="layers">
      <div class="layers-state">
        {alone ? (
          <>
            <Button label={t('Show All Again')} onClick={() => onView({ solo: undefined })} />
            <span role="status">{t('Only {0} is shown.', alone.title)}</span>
          </>
        ) : (
          <Button
            label={t('Reset Layers')}
            hint={t('Layers as the preset has them (key 0)')}
            disabled={isAsPreset(layers, view)}
            onClick={toPreset}
          />
        )}
      </div>
      {panes.some(({ maps }) => maps.length > 0) && (
        <OutlineFields look={view.cells} onLook={(cells) => onView({ cells })} />
      )}
      {[...layers].reverse().map((layer) => (
        <LayerFields
          key={layer.id}
          layer={layer}
          shortcut={keyOfLayer(layers, layer.id)}
          isAlone={layer === alone}
          look={lookOf(view.looks, layer)}
          range={lookOf(ranged, layer).range}
          onLook={(look) => onView({ looks: { ...view.looks, [layer.id]: look } })}
        />
      ))}
    </div>
  );
}

function OutlineFields(props: { readonly look: CellsLook; readonly onLook: (look: CellsLook) => void }) {
  const { look, onLook } = props;
  const title = t('Cell outlines');
  return (
    <fieldset>
      <legend>
        <Checkbox checked={look.visible} onChange={(visible) => onLook({ ...look, visible })}>
          {title}
        </Checkbox>
      </legend>
      {look.visible && (
        <div class="look">
          <Slider
            caption={t('Opacity')}
            label={t('Opacity of {0}', title)}
            hint={t('Opacity {0} %', Math.round(look.opacity * 100))}
            min={0}
            max={1}
            step={0.05}
            value={look.opacity}
            onInput={(opacity) => onLook({ ...look, opacity })}
          />
          <Slider
            caption={t('Width')}
            label={t('Width of {0}', title)}
            hint={t('Width {0} px', look.widthPx)}
            min={0.5}
            max={6}
            step={0.5}
            value={look.widthPx}
            onInput={(widthPx) => onLook({ ...look, widthPx })}
          />
          <span class="key">
            <label>
              <input
                type="color"
                aria-label={t('Colour of positive cells')}
                value={look.positive}
                onInput={({ currentTarget }) => onLook({ ...look, positive: currentTarget.value })}
              />{' '}
              {t('positive')}
            </label>
            <label>
              <input
                type="color"
                aria-label={t('Colour of negative cells')}
                value={look.negative}
                onInput={({ currentTarget }) => onLook({ ...look, negative: currentTarget.value })}
              />{' '}
              {t('negative')}
            </label>
            <span>
              <i class="uncounted" /> {t('not counted')}
            </span>
          </span>
        </div>
      )}
    </fieldset>
  );
}
