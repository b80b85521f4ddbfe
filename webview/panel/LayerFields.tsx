// Fields of one layer: visible, opacity, blending, colour, and the values between which its brightness is spread.

import type { PictureLayer } from '../messages/viewer.js';
import { Button, Checkbox } from '../ui/Controls.js';
import { Choice, Slider } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import { withChange } from '../ui/savedView.js';
import { BLENDS, valuesOf, type Blend, type LayerLook } from '../viewer/looks.js';
import { densityOf } from '../viewer/stainDensity.js';

export interface LayerFieldsProps {
  readonly layer: PictureLayer;
  /** Key that shows the layer alone. */
  readonly shortcut: string | undefined;
  readonly isAlone: boolean;
  readonly look: LayerLook;
  /** Range in use, with numbers where the look has an automatic one. */
  readonly range: LayerLook['range'];
  readonly onLook: (look: LayerLook) => void;
}

const BLEND_TITLES: Readonly<Record<Blend, string>> = {
  normal: t('Over'),
  add: t('Additive'),
  multiply: t('Multiply'),
};

export function LayerFields(props: LayerFieldsProps) {
  const { layer, shortcut, isAlone, look, onLook } = props;
  const { title } = layer;
  const { visible, opacity, blend, tint } = look;
  const hasOwnColours = densityOf(layer) === undefined;
  return (
    <fieldset class={isAlone ? 'alone' : ''}>
      <legend>
        <Checkbox checked={visible} onChange={(to) => onLook({ ...look, visible: to })}>
          {title}
        </Checkbox>
        {shortcut !== undefined && (
          <kbd title={t('Key {0}: only {1}; again: back', shortcut, title)}>{shortcut}</kbd>
        )}
      </legend>
      {(visible || isAlone) && (
        <div class="look">
          <Slider
            caption={t('Opacity')}
            label={t('Opacity of {0}', title)}
            hint={t('Opacity {0} %', Math.round(opacity * 100))}
            min={0}
            max={1}
            step={0.05}
            value={opacity}
            onInput={(to) => onLook({ ...look, opacity: to })}
          />
          <RangeFields {...props} />
          <span class="look-colour">
            <Choice
              label={t('Blending of {0}', title)}
              value={blend}
              options={BLENDS.map((value) => ({ value, title: BLEND_TITLES[value] }))}
              onChoose={(to) => onLook({ ...look, blend: to })}
            />
            <label title={t('Show brightness in one colour')}>
              {hasOwnColours && (
                <input
                  type="checkbox"
                  aria-label={t('One colour for {0}', title)}
                  checked={tint !== undefined}
                  onChange={({ currentTarget }) =>
                    onLook(withChange(look, { tint: currentTarget.checked ? '#ffffff' : undefined }))
                  }
                />
              )}
              <input
                type="color"
                aria-label={t('Colour of {0}', title)}
                value={tint ?? '#ffffff'}
                onInput={({ currentTarget }) => onLook({ ...look, tint: currentTarget.value })}
              />
            </label>
            <Button
              label={t('Auto')}
              hint={t('Brightness and contrast that follow from the pixels')}
              pressed={look.range === 'auto'}
              onClick={() => onLook({ ...look, range: 'auto' })}
            />
            <Button
              label={t('Full')}
              hint={t('All values, without more contrast')}
              pressed={look.range === undefined}
              onClick={() => onLook(withChange(look, { range: undefined }))}
            />
          </span>
        </div>
      )}
    </fieldset>
  );
}

/** Brightness and contrast: the values shown as nothing and as full brightness. */
function RangeFields({ layer, look, range, onLook }: LayerFieldsProps) {
  const { title } = layer;
  const { most, step, full } = valuesOf(layer);
  const { low, high } = range === undefined || range === 'auto' ? full : range;
  const textOf = (value: number) => (step < 1 ? value.toFixed(2) : String(Math.round(value)));
  const slider = (end: 'low' | 'high', caption: string, label: string, hint: string) => (
    <Slider
      caption={caption}
      label={label}
      hint={hint}
      min={0}
      max={most}
      step={step}
      value={end === 'low' ? low : high}
      output={textOf(end === 'low' ? low : high)}
      onInput={(value) =>
        onLook({
          ...look,
          range:
            end === 'low'
              ? { low: Math.min(value, most - step), high: Math.max(high, Math.min(most, value + step)) }
              : { low: Math.min(low, Math.max(0, value - step)), high: Math.max(value, step) },
        })
      }
    />
  );
  return (
    <>
      {slider('low', t('From'), t('Lowest value of {0}', title), t('Values up to this are shown as nothing'))}
      {slider('high', t('To'), t('Highest value of {0}', title), t('Values from this on are shown in full'))}
    </>
  );
}
