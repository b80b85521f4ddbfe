// What is shown of each layer: whether, how strongly, in which colour, blended how. Panes share it, so that the same
// layers of two results look the same.

import { Checkbox } from '../ui/controls.js';
import type { Pane, PictureLayer } from '../messages/viewer.js';
import { BLENDS, type Blend, type LayerLook } from '../viewer/looks.js';
import { lookOf } from '../viewer/paneParts.js';
import type { ViewState } from '../viewer/viewState.js';

export interface LayersTabProps {
  readonly panes: readonly Pane[];
  readonly view: ViewState;
  readonly onView: (change: Partial<ViewState>) => void;
}

const BLEND_NAMES: Readonly<Record<Blend, string>> = { normal: 'Normal', add: 'Add', multiply: 'Multiply' };

export function LayersTab({ panes, view, onView }: LayersTabProps) {
  const layers = new Map<string, PictureLayer>();
  for (const pane of panes)
    for (const layer of pane.layers) if (!layers.has(layer.id)) layers.set(layer.id, layer);
  const set = (id: string, look: LayerLook) => onView({ looks: { ...view.looks, [id]: look } });
  return (
    <div class="layers">
      {panes.some(({ maps }) => maps.length > 0) && (
        <fieldset>
          <legend>
            <Checkbox
              checked={view.cells.visible}
              onChange={(visible) => onView({ cells: { ...view.cells, visible } })}
            >
              Cell outlines
            </Checkbox>
          </legend>
          {view.cells.visible && (
            <div class="look">
              <Opacity
                of="Cell outlines"
                value={view.cells.opacity}
                onChange={(opacity) => onView({ cells: { ...view.cells, opacity } })}
              />
              <span class="key">
                <i class="positive" /> positive <i class="negative" /> negative <i class="uncounted" /> not
                counted
              </span>
            </div>
          )}
        </fieldset>
      )}
      {[...layers.values()].reverse().map((layer) => {
        const look = lookOf(view.looks, layer);
        return (
          <fieldset key={layer.id}>
            <legend>
              <Checkbox checked={look.visible} onChange={(visible) => set(layer.id, { ...look, visible })}>
                {layer.title}
              </Checkbox>
            </legend>
            {look.visible && (
              <div class="look">
                <Opacity
                  of={layer.title}
                  value={look.opacity}
                  onChange={(opacity) => set(layer.id, { ...look, opacity })}
                />
                <select
                  aria-label={`Blending of ${layer.title}`}
                  value={look.blend}
                  onChange={({ currentTarget }) => {
                    const blend = BLENDS.find((name) => name === currentTarget.value) ?? 'normal';
                    set(layer.id, { ...look, blend });
                  }}
                >
                  {BLENDS.map((blend) => (
                    <option key={blend} value={blend}>
                      {BLEND_NAMES[blend]}
                    </option>
                  ))}
                </select>
                <label title="Show brightness in one colour">
                  <input
                    type="checkbox"
                    aria-label={`One colour for ${layer.title}`}
                    checked={look.tint !== undefined}
                    onChange={({ currentTarget }) => {
                      const { visible, opacity, blend } = look;
                      set(
                        layer.id,
                        currentTarget.checked ? { ...look, tint: '#ffffff' } : { visible, opacity, blend },
                      );
                    }}
                  />
                  <input
                    type="color"
                    aria-label={`Colour of ${layer.title}`}
                    value={look.tint ?? '#ffffff'}
                    onInput={({ currentTarget }) => set(layer.id, { ...look, tint: currentTarget.value })}
                  />
                </label>
              </div>
            )}
          </fieldset>
        );
      })}
    </div>
  );
}

function Opacity(props: {
  readonly of: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  return (
    <input
      type="range"
      min={0}
      max={1}
      step={0.05}
      value={props.value}
      aria-label={`Opacity of ${props.of}`}
      title={`Opacity ${Math.round(props.value * 100)} %`}
      onInput={({ currentTarget }) => props.onChange(Number(currentTarget.value))}
    />
  );
}
