// Header above the picture of one pane: its content comes from the page, and it takes the height that it needs.

import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../ui/Controls.js';
import { t } from '../ui/l10n.js';
import { useSize } from '../ui/useSize.js';
import type { Box } from './paneGrid.js';

export interface PaneHeaderProps {
  readonly title: string;
  readonly box: Box;
  readonly closable: boolean;
  readonly onClose: () => void;
  readonly onHeight: (px: number) => void;
  readonly children: ComponentChildren;
}

export function PaneHeader({ title, box, closable, onClose, onHeight, children }: PaneHeaderProps) {
  const element = useRef<HTMLElement>(null);
  const { height } = useSize(element);
  useLayoutEffect(() => onHeight(height), [height]);
  return (
    <header
      ref={element}
      class="pane-title"
      style={{ left: `${box.left}px`, top: `${box.top}px`, width: `${box.width}px` }}
    >
      {children}
      {closable && <Button icon="close" label={t('Close {0}', title)} onClick={onClose} />}
    </header>
  );
}
