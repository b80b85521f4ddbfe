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
  /** Height of the highest header: all are as high. */
  readonly heightPx: number;
  readonly closable: boolean;
  readonly onClose: () => void;
  /** Height that the content needs. */
  readonly onHeight: (px: number) => void;
  readonly children: ComponentChildren;
}

export function PaneHeader(props: PaneHeaderProps) {
  const { title, box, heightPx, closable, onClose, onHeight, children } = props;
  const content = useRef<HTMLDivElement>(null);
  const { height } = useSize(content);
  useLayoutEffect(() => onHeight(height), [height]);
  return (
    <header
      class="pane-header"
      style={{
        left: `${box.left}px`,
        top: `${box.top}px`,
        width: `${box.width}px`,
        minHeight: `${heightPx}px`,
      }}
    >
      <div class="pane-title" ref={content}>
        {children}
        {closable && <Button icon="close" label={t('Close {0}', title)} onClick={onClose} />}
      </div>
    </header>
  );
}
