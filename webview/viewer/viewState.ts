// What the page keeps over reloads: what is shown, and how. It comes back from outside, so every part is checked.

import { BLENDS, FIRST_CELLS_LOOK, type CellsLook, type LayerLook } from './looks.js';
import type { Camera } from './camera.js';
import { readIntensityChoice, type IntensityChoice } from '../scoring/intensityChoice.js';
import { readTableLook, type TableLook } from '../scoring/tableLook.js';
import { entries, flag, isRecord, texts, within } from '../ui/savedValues.js';

export const COMPARISONS = ['none', 'swipe', 'difference'] as const;

export interface Comparison {
  readonly mode: (typeof COMPARISONS)[number];
  /** Layer ids; absent: none chosen yet. */
  readonly left?: string;
  readonly right?: string;
  /** Pane ids: of which the layers are; absent: each pane's own. */
  readonly leftPane?: string;
  readonly rightPane?: string;
  /** Where the swipe's edge is, 0 … 1. */
  readonly at: number;
}

export interface ViewState {
  /** Pane ids: the extension host opens these again. */
  readonly panes: readonly string[];
  /** By pane id; absent: the whole picture. */
  readonly cameras: Readonly<Record<string, Camera>>;
  /** By layer id. */
  readonly looks: Readonly<Record<string, LayerLook>>;
  readonly cells: CellsLook;
  readonly linked: boolean;
  readonly comparison: Comparison;
  readonly tab: 'layers' | 'scores';
  readonly sidebar: boolean;
  readonly dock: boolean;
  /** By `mapKey`. */
  readonly intensity: Readonly<Record<string, IntensityChoice>>;
  readonly tables: Readonly<Record<string, TableLook>>;
}

/** Of a segmentation map: Pane.id and SegmentationMap.name. */
export function mapKey(pane: string, map: string): string {
  return JSON.stringify([pane, map]);
}

export const FIRST_VIEW: ViewState = {
  panes: [],
  cameras: {},
  looks: {},
  cells: FIRST_CELLS_LOOK,
  linked: true,
  comparison: { mode: 'none', at: 0.5 },
  tab: 'layers',
  sidebar: true,
  dock: false,
  intensity: {},
  tables: {},
};

/** What was saved, as far as it makes sense. */
export function readViewState(saved: unknown): ViewState {
  if (!isRecord(saved)) return FIRST_VIEW;
  const cells = isRecord(saved.cells) ? saved.cells : {};
  const comparison = isRecord(saved.comparison) ? saved.comparison : {};
  return {
    panes: Array.isArray(saved.panes) ? saved.panes.filter((pane) => typeof pane === 'string') : [],
    cameras: entries(saved.cameras, readCamera),
    looks: entries(saved.looks, readLook),
    cells: {
      visible: flag(cells.visible, true),
      opacity: within(cells.opacity, 0, 1) ?? FIRST_CELLS_LOOK.opacity,
      widthPx: within(cells.widthPx, 0.5, 10) ?? FIRST_CELLS_LOOK.widthPx,
    },
    linked: flag(saved.linked, true),
    comparison: {
      mode: COMPARISONS.find((mode) => mode === comparison.mode) ?? 'none',
      ...texts(comparison, ['left', 'right', 'leftPane', 'rightPane']),
      at: within(comparison.at, 0, 1) ?? 0.5,
    },
    tab: saved.tab === 'scores' ? 'scores' : 'layers',
    sidebar: flag(saved.sidebar, true),
    dock: flag(saved.dock, false),
    intensity: entries(saved.intensity, readIntensityChoice),
    tables: entries(saved.tables, readTableLook),
  };
}

function readCamera(value: unknown): Camera | undefined {
  if (!isRecord(value)) return undefined;
  const x = within(value.x, -1e9, 1e9);
  const y = within(value.y, -1e9, 1e9);
  const zoom = within(value.zoom, -30, 30);
  return x === undefined || y === undefined || zoom === undefined ? undefined : { x, y, zoom };
}

function readLook(value: unknown): LayerLook | undefined {
  if (!isRecord(value)) return undefined;
  const { tint } = value;
  return {
    visible: flag(value.visible, false),
    opacity: within(value.opacity, 0, 1) ?? 1,
    ...(typeof tint === 'string' && /^#[0-9a-f]{6}$/i.test(tint) ? { tint } : {}),
    blend: BLENDS.find((blend) => blend === value.blend) ?? 'normal',
  };
}
