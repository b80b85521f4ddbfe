// Menu of the columns of a table, or of other parts to be shown: check boxes that open below its title.

import { t } from './l10n.js';
import { Popup } from './Popup.js';

export interface ColumnMenuProps<Id extends string> {
  /** Default: "Columns". */
  readonly title?: string;
  readonly columns: readonly { readonly id: Id; readonly title: string }[];
  readonly shown: readonly Id[];
  /** True if the last visible column cannot be switched off. */
  readonly keepOne?: boolean;
  readonly onShown: (shown: readonly Id[]) => void;
}

export function ColumnMenu<Id extends string>(props: ColumnMenuProps<Id>) {
  const { title: name = t('Columns'), columns, shown, keepOne, onShown } = props;
  return (
    <Popup class="column-menu" title={name}>
      <div>
        {columns.map(({ id, title }) => {
          const isShown = shown.includes(id);
          return (
            <label key={id}>
              <input
                type="checkbox"
                checked={isShown}
                disabled={keepOne === true && isShown && shown.length === 1}
                onChange={() => onShown(isShown ? shown.filter((other) => other !== id) : [...shown, id])}
              />{' '}
              {title}
            </label>
          );
        })}
      </div>
    </Popup>
  );
}
