// View state of pictures and cells: cameras, looks, comparison. A page saves it with its own state, so every part is
// checked when it is restored.

import { entries, flag, isRecord, namedTexts, oneOf, recordOf, within } from '../ui/savedValues.js';
import type { Camera } from './camera.js';
import {
  BLENDS,
  FIRST_CELLS_LOOK,
  PRESETS,
  type CellsLook,
  type LayerLook,
  type LookRange,
  type Preset,
} from './looks.js';

export const COMPARISONS = ['none', 'swipe', 'difference'] as const;

export interface Comparison {
  readonly mode: (typeof COMPARISONS)[number];
  /** Layer ids; absent until the user chooses. */
  readonly left?: string;
  readonly right?: string;
  /** Pane ids of these layers; absent: each pane compares its own. */
  readonly leftPane?: string;
  readonly rightPane?: string;
  /** Place of the swipe's edge, 0 … 1. */
  readonly at: number;
}

export interface ViewState {
  /** Cameras by pane id; a pane without one shows the whole picture. */
  readonly cameras: Readonly<Record<string, Camera>>;
  /** Looks by layer id; a layer without one has its first look. */
  readonly looks: Readonly<Record<string, LayerLook>>;
  /** Preset that the looks come from; the user may have changed them since. */
  readonly preset: Preset;
  /** Id of the layer that is shown alone. */
  readonly solo?: string | undefined;
  readonly cells: CellsLook;
  /** True if all panes move together. */
  readonly linked: boolean;
  readonly comparison: Comparison;
}

export const FIRST_VIEW: ViewState = {
  cameras: {},
  looks: {},
  preset: 'ihc',
  cells: FIRST_CELLS_LOOK,
  linked: true,
  comparison: { mode: 'none', at: 0.5 },
};

/** Reads the valid saved parts; the others have their first values. */
export function readViewState(saved: unknown): ViewState {
  const { cameras, looks, linked, ...parts } = recordOf(saved);
  const cells = recordOf(parts.cells);
  const comparison = recordOf(parts.comparison);
  return {
    cameras: entries(cameras, readCamera),
    looks: entries(looks, readLook),
    preset: oneOf(parts.preset, PRESETS) ?? 'ihc',
    ...namedTexts(parts, ['solo']),
    cells: {
      visible: flag(cells.visible, true),
      opacity: within(cells.opacity, 0, 1) ?? FIRST_CELLS_LOOK.opacity,
      widthPx: within(cells.widthPx, 0.5, 10) ?? FIRST_CELLS_LOOK.widthPx,
      positive: colourOf(cells.positive) ?? FIRST_CELLS_LOOK.positive,
      negative: colourOf(cells.negative) ?? FIRST_CELLS_LOOK.negative,
    },
    linked: flag(linked, true),
    comparison: {
      mode: oneOf(comparison.mode, COMPARISONS) ?? 'none',
      ...namedTexts(comparison, ['left', 'right', 'leftPane', 'rightPane']),
      at: within(comparison.at, 0, 1) ?? 0.5,
    },
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
  const tint = colourOf(value.tint);
  const range = value.range === 'auto' ? value.range : readRange(value.range);
  return {
    visible: flag(value.visible, false),
    opacity: within(value.opacity, 0, 1) ?? 1,
    ...(tint === undefined ? {} : { tint }),
    blend: oneOf(value.blend, BLENDS) ?? 'normal',
    ...(range === undefined ? {} : { range }),
  };
}

function readRange(value: unknown): LookRange | undefined {
  const low = within(recordOf(value).low, 0, 255);
  const high = within(recordOf(value).high, 0, 255);
  return low !== undefined && high !== undefined && low < high ? { low, high } : undefined;
}

function colourOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? value : undefined;
}
