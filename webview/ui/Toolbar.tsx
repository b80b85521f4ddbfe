// A row of controls; arrows go from one to the next, as in every toolbar. Lists and text fields keep their own arrows.

import type { ComponentChildren } from 'preact';
import { isPlainKey, placeAfterKey } from './keys.js';

export interface ToolbarProps {
  readonly label: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

const CONTROLS = ['vscode-button', 'button', 'select', 'input', 'summary']
  .map((name) => `${name}:not([disabled])`)
  .join();

export function Toolbar({ label, class: name = 'toolbar', children }: ToolbarProps) {
  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    const { target } = event;
    if (!isPlainKey(event) || target instanceof HTMLSelectElement || target instanceof HTMLInputElement)
      return;
    const controls = [...event.currentTarget.querySelectorAll<HTMLElement>(CONTROLS)];
    const at = controls.indexOf(target as HTMLElement);
    const to = at < 0 ? undefined : placeAfterKey(event.key, at, controls.length);
    if (to === undefined) return;
    event.preventDefault();
    controls[to]!.focus();
  };
  return (
    <div class={name} role="toolbar" aria-label={label} onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}
