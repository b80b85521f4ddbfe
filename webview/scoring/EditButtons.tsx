// Buttons that edit the selected cells by hand, with their keys in the tooltips.

import { Button } from '../ui/Controls.js';
import { t } from '../ui/l10n.js';
import { Toolbar } from '../ui/Toolbar.js';
import type { CellEdit } from './cellEdits.js';

export interface EditButtonsProps {
  readonly trusted: boolean;
  /** Edits that change at least one of the selected cells. */
  readonly possible: ReadonlySet<CellEdit>;
  readonly onEdit: (edit: CellEdit) => void;
  readonly onClear: () => void;
}

const EDITS: readonly {
  readonly id: CellEdit;
  readonly icon: string;
  readonly title: string;
  readonly hint: string;
}[] = [
  { id: 'flip', icon: 'arrow-swap', title: t('Flip Class'), hint: t('Set the other class (F)') },
  { id: 'positive', icon: 'add', title: t('Set Positive'), hint: t('Set the class to positive (P)') },
  { id: 'negative', icon: 'remove', title: t('Set Negative'), hint: t('Set the class to negative (N)') },
  { id: 'exclude', icon: 'trash', title: t('Exclude'), hint: t('Exclude from the count (Delete)') },
  { id: 'restore', icon: 'history', title: t('Restore'), hint: t('Back to what the thresholds say (R)') },
];

export function EditButtons({ trusted, possible, onEdit, onClear }: EditButtonsProps) {
  return (
    <Toolbar label={t('Selected cells')} class="edits">
      {EDITS.map(({ id, icon, title, hint }) => (
        <Button
          key={id}
          icon={icon}
          label={title}
          hint={trusted ? hint : t('The workspace is not trusted: nothing can be changed.')}
          disabled={!trusted || !possible.has(id)}
          onClick={() => onEdit(id)}
        />
      ))}
      <Button
        icon="close"
        label={t('Clear Selection')}
        hint={t('Clear the selection (Esc)')}
        onClick={onClear}
      />
    </Toolbar>
  );
}
