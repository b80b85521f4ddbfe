// View state of the result panel, saved over reloads: pictures and cells as the viewer shows them, and the parts around
// the viewer. Every part is checked when it is restored.

import { readIntensityChoice, type IntensityChoice } from '../scoring/intensityChoice.js';
import { readTableLook, type TableLook } from '../scoring/tableLook.js';
import { entries, flag, oneOf, recordOf } from '../ui/savedValues.js';
import { readSize } from '../ui/splitSizes.js';
import { FIRST_VIEW, readViewState, type ViewState } from '../viewer/viewState.js';

export const TABS = ['layers', 'scores'] as const;

export interface PanelView extends ViewState {
  readonly tab: (typeof TABS)[number];
  readonly sidebar: boolean;
  /** True if the table of cells is open. */
  readonly dock: boolean;
  /** Sizes that the user set, in CSS pixels. */
  readonly sidebarPx?: number;
  readonly dockPx?: number;
  /** Cut-offs and tables by `mapKey`. */
  readonly intensity: Readonly<Record<string, IntensityChoice>>;
  readonly tables: Readonly<Record<string, TableLook>>;
}

/** The view with the ids of its panes: the extension host opens these again. */
export interface SavedPanel extends PanelView {
  readonly panes: readonly string[];
}

export const FIRST_PANEL_VIEW: PanelView = {
  ...FIRST_VIEW,
  tab: 'layers',
  sidebar: true,
  dock: false,
  intensity: {},
  tables: {},
};

/** Reads the valid saved parts; the others have their first values. */
export function readPanelView(saved: unknown): PanelView {
  const { tab, sidebar, dock, intensity, tables, ...sizes } = recordOf(saved);
  const sidebarPx = readSize(sizes.sidebarPx);
  const dockPx = readSize(sizes.dockPx);
  return {
    ...readViewState(saved),
    tab: oneOf(tab, TABS) ?? 'layers',
    sidebar: flag(sidebar, true),
    dock: flag(dock, false),
    ...(sidebarPx === undefined ? {} : { sidebarPx }),
    ...(dockPx === undefined ? {} : { dockPx }),
    intensity: entries(intensity, readIntensityChoice),
    tables: entries(tables, readTableLook),
  };
}
