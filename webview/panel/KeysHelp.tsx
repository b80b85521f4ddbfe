// Help on the keys of the viewer: a list that opens below its button.

import type { PictureLayer } from '../messages/viewer.js';
import { t } from '../ui/l10n.js';
import { Popup } from '../ui/Popup.js';
import { keyOfLayer } from '../viewer/presets.js';

export function KeysHelp({ layers }: { readonly layers: readonly PictureLayer[] }) {
  const rows: readonly (readonly [key: string, text: string])[] = [
    ...layers
      .flatMap(({ id, title }) => {
        const key = keyOfLayer(layers, id);
        return key === undefined ? [] : [[key, t('Only {0}', title)] as const];
      })
      .sort(([a], [b]) => Number(a) - Number(b)),
    [t('again'), t('All layers as before')],
    ['0', t('Layers as the preset has them')],
    ['+ −', t('Zoom the focused picture')],
    ['← ↑ → ↓', t('Move the focused picture')],
    ['Home', t('Whole picture')],
    ['End', t('Full size: 100 %')],
  ];
  return (
    <Popup
      class="keys-help"
      label={t('Keys')}
      title={<span class="codicon codicon-keyboard" aria-hidden="true" />}
    >
      <dl>
        {rows.map(([key, text]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Popup>
  );
}
