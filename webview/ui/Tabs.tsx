// Tabs with their panel, after the ARIA pattern: one stop of the Tab key; arrows, Home and End choose.

import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { isPlainKey, placeAfterKey } from './keys.js';

export interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly id: Id; readonly title: string }[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
  /** Content between the tabs and their panel. */
  readonly above?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Tabs<Id extends string>(props: TabsProps<Id>) {
  const { label, tabs, chosen, onChoose, above, children } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.id === chosen);
    const to = isPlainKey(event) ? placeAfterKey(event.key, at, tabs.length) : undefined;
    if (to === undefined) return;
    event.preventDefault();
    onChoose(tabs[to]!.id);
    (list.current?.children[to] as HTMLElement | undefined)?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={label} class="tabs" ref={list} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            id={`${id}-${tab.id}`}
            aria-selected={tab.id === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={tab.id === chosen ? 0 : -1}
            onClick={() => onChoose(tab.id)}
          >
            {tab.title}
          </button>
        ))}
      </div>
      {above}
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`} tabIndex={0} class="tab">
        {children}
      </div>
    </>
  );
}
