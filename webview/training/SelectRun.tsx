// Check box that selects a run, and the colour of its curves when several runs are selected.

import type { ChartTheme } from '../charts/chartColours.js';
import type { RunHead } from '../messages/training.js';
import { t } from '../ui/l10n.js';

export interface SelectRunProps {
  readonly run: RunHead;
  readonly selected: readonly string[];
  readonly theme: ChartTheme;
  readonly disabled: boolean;
  readonly onSelect: (runs: readonly string[]) => void;
}

export function SelectRun({ run, selected, theme, disabled, onSelect }: SelectRunProps) {
  const place = selected.indexOf(run.id);
  const isColoured = place >= 0 && selected.length > 1;
  return (
    <>
      <input
        type="checkbox"
        checked={place >= 0}
        aria-label={t('Show {0}', run.name)}
        disabled={disabled}
        onChange={() => onSelect(place < 0 ? [...selected, run.id] : selected.filter((id) => id !== run.id))}
      />
      <i class="swatch" style={{ background: isColoured ? theme.colour(place) : 'transparent' }} />
    </>
  );
}
