// What the page keeps over reloads: what is shown, and how. It comes back from outside, so every part is checked.

import { BLENDS, FIRST_CELLS_LOOK, type CellsLook, type LayerLook } from './looks.js';
import type { Camera } from './camera.js';

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
};

const MOST_ENTRIES = 64;

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

function texts<K extends string>(
  record: Readonly<Record<string, unknown>>,
  names: readonly K[],
): Readonly<Partial<Record<K, string>>> {
  const found = names.filter((name) => typeof record[name] === 'string');
  return Object.fromEntries(found.map((name) => [name, record[name]])) as Readonly<
    Partial<Record<K, string>>
  >;
}

function entries<T>(value: unknown, read: (value: unknown) => T | undefined): Record<string, T> {
  if (!isRecord(value)) return {};
  const all = Object.entries(value).slice(0, MOST_ENTRIES);
  return Object.fromEntries(
    all.flatMap(([key, entry]) => {
      const known = read(entry);
      return known === undefined ? [] : [[key, known]];
    }),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function flag(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

function within(value: unknown, low: number, high: number): number | undefined {
  return typeof value === 'number' && value >= low && value <= high ? value : undefined;
}
