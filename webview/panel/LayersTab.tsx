// Looks of the layers: visible or not, how strong, in which colour, blended how. Panes share them, so that the same layers of
// two results look the same.

import type { Pane, PictureLayer } from '../messages/viewer.js';
import { Checkbox } from '../ui/Controls.js';
import { Choice, Slider } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import { BLENDS, type Blend, type LayerLook } from '../viewer/looks.js';
import { lookOf } from '../viewer/paneParts.js';
import type { ViewState } from '../viewer/viewState.js';

export interface LayersTabProps {
  readonly panes: readonly Pane[];
  readonly view: ViewState;
  readonly onView: (change: Partial<ViewState>) => void;
}

const BLEND_TITLES: Readonly<Record<Blend, string>> = {
  normal: t('Normal'),
  add: t('Add'),
  multiply: t('Multiply'),
};

export function LayersTab({ panes, view, onView }: LayersTabProps) {
  const layers = new Map<string, PictureLayer>();
  for (const pane of panes)
    for (const layer of pane.layers) if (!layers.has(layer.id)) layers.set(layer.id, layer);
  const outlines = t('Cell outlines');
  return (
    <div class="layers">
      {panes.some(({ maps }) => maps.length > 0) && (
        <fieldset>
          <legend>
            <Checkbox
              checked={view.cells.visible}
              onChange={(visible) => onView({ cells: { ...view.cells, visible } })}
            >
              {outlines}
            </Checkbox>
          </legend>
          {view.cells.visible && (
            <div class="look">
              <Opacity
                title={outlines}
                value={view.cells.opacity}
                onChange={(opacity) => onView({ cells: { ...view.cells, opacity } })}
              />
              <span class="key">
                <i class="positive" /> {t('positive')} <i class="negative" /> {t('negative')}{' '}
                <i class="uncounted" /> {t('not counted')}
              </span>
            </div>
          )}
        </fieldset>
      )}
      {[...layers.values()].reverse().map((layer) => (
        <LayerFields
          key={layer.id}
          title={layer.title}
          look={lookOf(view.looks, layer)}
          onLook={(look) => onView({ looks: { ...view.looks, [layer.id]: look } })}
        />
      ))}
    </div>
  );
}

function LayerFields(props: {
  readonly title: string;
  readonly look: LayerLook;
  readonly onLook: (look: LayerLook) => void;
}) {
  const { title, look, onLook } = props;
  const { visible, opacity, blend, tint } = look;
  return (
    <fieldset>
      <legend>
        <Checkbox checked={visible} onChange={(to) => onLook({ ...look, visible: to })}>
          {title}
        </Checkbox>
      </legend>
      {visible && (
        <div class="look">
          <Opacity title={title} value={opacity} onChange={(to) => onLook({ ...look, opacity: to })} />
          <Choice
            label={t('Blending of {0}', title)}
            value={blend}
            options={BLENDS.map((value) => ({ value, title: BLEND_TITLES[value] }))}
            onChoose={(to) => onLook({ ...look, blend: to })}
          />
          <label title={t('Show brightness in one colour')}>
            <input
              type="checkbox"
              aria-label={t('One colour for {0}', title)}
              checked={tint !== undefined}
              onChange={({ currentTarget }) =>
                onLook(currentTarget.checked ? { ...look, tint: '#ffffff' } : { visible, opacity, blend })
              }
            />
            <input
              type="color"
              aria-label={t('Colour of {0}', title)}
              value={tint ?? '#ffffff'}
              onInput={({ currentTarget }) => onLook({ ...look, tint: currentTarget.value })}
            />
          </label>
        </div>
      )}
    </fieldset>
  );
}

function Opacity(props: {
  readonly title: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  const { title, value, onChange } = props;
  return (
    <Slider
      label={t('Opacity of {0}', title)}
      hint={t('Opacity {0} %', Math.round(value * 100))}
      min={0}
      max={1}
      step={0.05}
      value={value}
      onInput={onChange}
    />
  );
}
