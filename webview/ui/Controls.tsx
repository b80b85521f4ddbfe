// The only interface to VS Code's UI toolkit, which is archived: a successor changes this file alone. No badge, no tag:
// they set styles inline, which the pages' policy forbids.

import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox } from '@vscode/webview-ui-toolkit';
import { h, type ComponentChildren } from 'preact';

/** Defines the elements, once per page; elements rendered before become controls then. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox());
}

export interface ButtonProps {
  readonly label: string;
  /** Name of a codicon; screen readers and the tooltip then say the label. */
  readonly icon?: string;
  /** Tooltip, where it says more than the label. */
  readonly hint?: string;
  /** State of a switch. */
  readonly pressed?: boolean;
  /** Main action of its group. */
  readonly primary?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

export function Button(props: ButtonProps) {
  const { label, icon, hint = label, pressed, primary, disabled, onClick } = props;
  return h(
    'vscode-button',
    {
      appearance: icon ? 'icon' : primary ? 'primary' : 'secondary',
      title: hint,
      'aria-label': label,
      class: pressed ? 'on' : '',
      ...(pressed === undefined ? {} : { 'aria-pressed': String(pressed), ref: pressedWithin(pressed) }),
      disabled: disabled ?? false,
      onClick,
    },
    icon ? <span class={`codicon codicon-${icon}`} aria-hidden="true" /> : label,
  );
}

/** Sets the state on the toolkit's inner button, which takes the focus: the toolkit passes it the label only. */
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
        // The element also reports changes made by this page.
        if (currentTarget.checked !== checked) onChange(currentTarget.checked);
      },
    },
    children,
  );
}
