// The one door to VS Code's UI toolkit, which is archived: a successor is this file's change. No badge, no tag: they
// set styles inline, which the pages' policy forbids.

import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeProgressRing,
} from '@vscode/webview-ui-toolkit';
import { h, type ComponentChildren } from 'preact';

/** Defines the elements, once per page; those that were rendered before become what they are then. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeProgressRing());
}

export interface ButtonProps {
  readonly label: string;
  /** Name of a codicon; the label is then for screen readers and the tooltip. */
  readonly icon?: string;
  /** Of a switch: whether it is on. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

export function Button({ label, icon, pressed, disabled, onClick }: ButtonProps) {
  return h(
    'vscode-button',
    {
      appearance: icon ? 'icon' : 'secondary',
      title: label,
      'aria-label': label,
      class: pressed ? 'on' : '',
      ...(pressed === undefined ? {} : { 'aria-pressed': String(pressed), ref: pressedWithin(pressed) }),
      disabled: disabled ?? false,
      onClick,
    },
    icon ? h('span', { class: `codicon codicon-${icon}`, 'aria-hidden': 'true' }) : label,
  );
}

/** The toolkit tells its inner button, which takes the focus, of a label but not of this. */
function pressedWithin(pressed: boolean) {
  return (button: HTMLElement | null) =>
    void customElements
      .whenDefined('vscode-button')
      .then(() => button?.shadowRoot?.querySelector('button')?.setAttribute('aria-pressed', String(pressed)));
}

export interface CheckboxProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly children?: ComponentChildren;
}

export function Checkbox({ checked, onChange, children }: CheckboxProps) {
  return h(
    'vscode-checkbox',
    {
      checked,
      onChange: ({ currentTarget }: { readonly currentTarget: { readonly checked: boolean } }) => {
        // The element also tells of changes that came from here.
        if (currentTarget.checked !== checked) onChange(currentTarget.checked);
      },
    },
    children,
  );
}
