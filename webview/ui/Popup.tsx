// Content that opens below its title and closes with Escape or a press elsewhere. It lies over the page, so nothing moves.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface PopupProps {
  readonly class: string;
  readonly title: ComponentChildren;
  /** Class of the title. */
  readonly titleClass?: string;
  /** Name of the title for its tooltip and for screen readers, if it is no text. */
  readonly label?: string;
  readonly children: ComponentChildren;
}

export function Popup({ class: name, title, titleClass, label, children }: PopupProps) {
  const details = useRef<HTMLDetailsElement>(null);
  const summary = useRef<HTMLElement>(null);
  useEffect(() => {
    const press = (event: PointerEvent) => {
      const element = details.current!;
      if (element.open && !element.contains(event.target as Node)) element.open = false;
    };
    // Phase of capture, since a drag on the stage takes the event for itself.
    document.addEventListener('pointerdown', press, { capture: true });
    return () => document.removeEventListener('pointerdown', press, { capture: true });
  }, []);
  return (
    <details
      ref={details}
      class={`popup ${name}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !details.current!.open) return;
        event.preventDefault();
        event.stopPropagation();
        details.current!.open = false;
        summary.current!.focus();
      }}
    >
      <summary ref={summary} class={titleClass ?? ''} aria-label={label} title={label}>
        {title}
      </summary>
      {children}
    </details>
  );
}
