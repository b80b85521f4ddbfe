// Help on the keys of the viewer: a list that opens below its button.

import type { PictureLayer } from '../messages/viewer.js';
import { t } from '../ui/l10n.js';
import { keyOfLayer } from '../viewer/presets.js';

export function KeysHelp({ layers }: { readonly layers: readonly PictureLayer[] }) {
  const rows: readonly (readonly [string, string])[] = [
    ...layers.flatMap(({ id, title }) => {
      const key = keyOfLayer(layers, id);
      return key === undefined ? [] : [[key, t('Only {0}; again: back', title)] as const];
    }),
    ['0', t('Preset as it was chosen')],
    ['+ −', t('Zoom (picture in focus)')],
    ['← ↑ → ↓', t('Move (picture in focus)')],
    ['Home', t('Whole picture (picture in focus)')],
    ['End', t('Full size (picture in focus)')],
  ];
  return (
    <details class="keys-help">
      <summary aria-label={t('Keys')} title={t('Keys')}>
        <span class="codicon codicon-keyboard" aria-hidden="true" />
      </summary>
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
    </details>
  );
}
