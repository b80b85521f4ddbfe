// Heading of a section of charts: a button that folds it.

import { t } from '../ui/l10n.js';

export interface SectionHeadingProps {
  readonly title: string;
  readonly count: number;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

export function SectionHeading({ title, count, isOpen, onToggle }: SectionHeadingProps) {
  return (
    <h3 class="section-heading">
      <button type="button" aria-expanded={isOpen} onClick={onToggle}>
        <span class={`codicon codicon-chevron-${isOpen ? 'down' : 'right'}`} aria-hidden="true" /> {title}{' '}
        <small aria-label={t('Charts: {0}', count)}>{count}</small>
      </button>
    </h3>
  );
}
