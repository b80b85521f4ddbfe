// Head of the page: the folders, and the choices of method, features and colours.

import { METHOD_TITLES, STYLE_METHODS } from '../../engine/protocol/imageStyle.js';
import type { StyleState, StyleUp, UsedFeatures } from '../messages/style.js';
import { Button, Checkbox } from '../ui/Controls.js';
import { Choice } from '../ui/Fields.js';
import { t } from '../ui/l10n.js';
import { Toolbar } from '../ui/Toolbar.js';
import { nameOf } from './imageName.js';
import type { StyleView } from './styleView.js';

export interface StyleBarProps {
  readonly state: StyleState;
  readonly view: StyleView;
  readonly onView: (change: Partial<StyleView>) => void;
  readonly canSave: boolean;
  readonly selected: readonly number[];
  readonly savePicture: () => void;
  readonly post: (message: StyleUp) => void;
}

export function StyleBar({ state, view, onView, canSave, selected, savePicture, post }: StyleBarProps) {
  const { method, use, by } = view;
  const hasDeep = state.read?.features.some(({ group }) => group === 'deep') ?? false;
  return (
    <header class="style-head">
      <h1 title={state.folders.join('\n')}>
        {state.folders.length === 1
          ? t('Style of {0}', nameOf(state.folders[0]!))
          : t('Style of {0} folders', state.folders.length)}
      </h1>
      <Toolbar label={t('Image style')} class="style-tools">
        <Choice
          label={t('Method')}
          caption={t('Method')}
          value={method}
          options={STYLE_METHODS.map((value) => ({ value, title: METHOD_TITLES[value] }))}
          onChoose={(next) => onView({ method: next })}
        />
        <Choice<UsedFeatures>
          label={t('Features')}
          caption={t('Features')}
          value={use}
          options={[
            { value: 'all', title: t('All') },
            { value: 'stains', title: t('Stains') },
            { value: 'light', title: t('Light') },
            { value: 'detail', title: t('Detail') },
            { value: 'texture', title: t('Texture') },
            ...(hasDeep || use === 'deep' ? [{ value: 'deep' as const, title: t('Deep') }] : []),
          ]}
          onChoose={(next) => onView({ use: next })}
        />
        <Choice
          label={t('Colour by')}
          caption={t('Colour by')}
          value={by}
          options={[
            { value: 'folder', title: t('Folder') },
            { value: 'marker', title: t('Marker') },
          ]}
          onChoose={(next) => onView({ by: next })}
        />
        <Checkbox checked={state.deep} onChange={(deep) => post({ type: 'again', deep })}>
          {t('Deep features')}
        </Checkbox>
        <Button
          label={t('Read Again')}
          icon="refresh"
          onClick={() => post({ type: 'again', deep: state.deep })}
        />
        <Button label={t('Save Picture…')} disabled={!canSave} onClick={savePicture} />
        <Button
          label={t('Save CSV…')}
          disabled={!canSave}
          onClick={() => post({ type: 'saveTable', method, use, images: selected })}
        />
      </Toolbar>
    </header>
  );
}
