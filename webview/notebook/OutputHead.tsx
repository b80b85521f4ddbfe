// Head of an output: its title, badges, and the button that opens the folder in its panel; below it what the reader should
// know, among that whether the folder is still there and unchanged.

import type { ComponentChildren } from 'preact';
import type { OutputPlace } from '../../engine/protocol/outputs.js';
import type { PlaceKind } from '../messages/notebook.js';
import type { Sight } from '../messages/viewer.js';
import { Button } from '../ui/Controls.js';
import { t } from '../ui/l10n.js';
import type { OutputChannel } from './channel.js';
import type { FolderState } from './useFolder.js';

export interface OutputHeadProps {
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly notices: readonly string[];
  readonly open?: {
    readonly kind: PlaceKind;
    readonly place: OutputPlace;
    readonly label: string;
    readonly channel: OutputChannel;
    readonly folder: FolderState;
    readonly sight?: Sight | undefined;
  };
}

export function OutputHead({ title, children, notices, open }: OutputHeadProps) {
  const post = open?.channel.post;
  const problem = open?.folder.problem;
  return (
    <>
      <header class="output-head">
        <h4>{title}</h4>
        {children}
        <span class="space" />
        {open && post && (
          <Button
            label={open.label}
            hint={open.folder.there ? open.place.path : (problem ?? open.place.path)}
            disabled={!open.folder.there}
            onClick={() => {
              const { kind, place, sight } = open;
              post({ type: 'open', kind, place, ...(sight ? { sight } : {}) });
            }}
          />
        )}
      </header>
      {problem !== undefined && (
        <p class="problem" role="status">
          {problem}
        </p>
      )}
      {notices.length > 0 && (
        <details class="output-notices">
          <summary>{t('Notices: {0}', notices.length)}</summary>
          <ul>
            {notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
