// Presets: looks of all layers for one purpose, and the layer that is shown alone. Pure.

import type { Pane, PictureLayer } from '../messages/viewer.js';
import { firstLook, PRESETS, type LayerLook, type Preset } from './looks.js';
import { lookOf, type Looks } from './paneParts.js';
import { densityOf } from './stainDensity.js';
import type { ViewState } from './viewState.js';

/** Opacity of masks on the image, which stays recognisable below them. */
const MASK_OPACITY = 0.4;
/** Colours of modalities that have no customary one. */
const MORE_TINTS = ['#ff3cc8', '#00c8e6', '#ff7828', '#a0e628'];

/** True if cell outlines belong to the preset. */
function hasOutlines(preset: Preset): boolean {
  return preset === 'ihc';
}

/** Presets for which there are layers. */
export function presetsFor(layers: readonly PictureLayer[]): readonly Preset[] {
  return PRESETS.filter(
    (preset) => preset === 'ihc' || layers.some((layer) => presetLook(preset, layer, layers).visible),
  ).filter((preset) => preset !== 'segmentation' || masksOf(layers).length > 0);
}

/** Looks of all layers, and whether outlines are drawn. It ends a comparison, which shows two layers only. */
export function presetView(
  preset: Preset,
  layers: readonly PictureLayer[],
  view: Pick<ViewState, 'cells' | 'comparison'>,
): Pick<ViewState, 'preset' | 'looks' | 'cells' | 'solo' | 'comparison'> {
  return {
    preset,
    looks: Object.fromEntries(layers.map((layer) => [layer.id, presetLook(preset, layer, layers)])),
    cells: { ...view.cells, visible: hasOutlines(preset) },
    solo: undefined,
    comparison: { ...view.comparison, mode: 'none' },
  };
}

/** True if the user changed nothing since the preset was chosen. Opacity and colours of outlines belong to no preset. */
export function isAsPreset(layers: readonly PictureLayer[], { preset, looks, cells }: ViewState): boolean {
  return (
    cells.visible === hasOutlines(preset) &&
    layers.every((layer) => sameLook(lookOf(looks, layer), presetLook(preset, layer, layers)))
  );
}

function presetLook(preset: Preset, layer: PictureLayer, layers: readonly PictureLayer[]): LayerLook {
  const first = firstLook(layer);
  const density = densityOf(layer);
  switch (preset) {
    case 'ihc':
      return first;
    case 'mpif': {
      const fluorescent = layers.filter(isFluorescent);
      if (!fluorescent.includes(layer)) return { ...first, visible: false };
      const untinted = fluorescent.filter((each) => firstLook(each).tint === undefined);
      const tint = first.tint ?? MORE_TINTS[untinted.indexOf(layer) % MORE_TINTS.length]!;
      return { ...first, visible: true, tint, blend: 'add', range: 'auto' };
    }
    case 'segmentation':
      return masksOf(layers).includes(layer) ? { ...first, visible: true, opacity: MASK_OPACITY } : first;
    case 'stains':
      return density === 'hematoxylin' || density === 'dab'
        ? { ...first, visible: true, blend: density === 'dab' ? 'multiply' : 'normal' }
        : { ...first, visible: false };
  }
}

/** True for modalities of fluorescence: bright on black. The hematoxylin image is one of bright field. */
function isFluorescent({ id, role }: PictureLayer): boolean {
  return role === 'modality' && id !== 'hematoxylin';
}

/** Masks of the preset "segmentation": refined ones, or else the segmentation maps. */
function masksOf(layers: readonly PictureLayer[]): readonly PictureLayer[] {
  const refined = layers.filter(({ role }) => role === 'refined');
  return refined.length > 0 ? refined : layers.filter(({ role }) => role === 'segmentation');
}

function sameLook(a: LayerLook, b: LayerLook): boolean {
  const partsOf = ({ visible, opacity, tint, blend, range }: LayerLook) =>
    JSON.stringify([visible, opacity, tint, blend, range]);
  return partsOf(a) === partsOf(b);
}

/** Layers of all panes, each id once, bottom first. */
export function layersOf(panes: readonly Pane[]): readonly PictureLayer[] {
  const layers = new Map<string, PictureLayer>();
  for (const pane of panes)
    for (const layer of pane.layers) if (!layers.has(layer.id)) layers.set(layer.id, layer);
  return [...layers.values()];
}

const MOST_KEYS = 9;

/** Key 1 … 9 that shows a layer alone; stored pictures come first. Undefined for a layer after the ninth. */
export function keyOfLayer(layers: readonly PictureLayer[], id: string): string | undefined {
  const at = inOrderOfKeys(layers).findIndex((layer) => layer.id === id);
  return at >= 0 && at < MOST_KEYS ? String(at + 1) : undefined;
}

/** Change of the view by a key: 1 … 9 show a layer alone, or all again; 0 restores the preset. Undefined for other keys. */
export function viewAfterKey(
  key: string,
  layers: readonly PictureLayer[],
  view: ViewState,
): Partial<ViewState> | undefined {
  if (key === '0') return presetView(view.preset, layers, view);
  const layer = /^[1-9]$/.test(key) ? inOrderOfKeys(layers)[Number(key) - 1] : undefined;
  return (
    layer && {
      solo: view.solo === layer.id ? undefined : layer.id,
      comparison: { ...view.comparison, mode: 'none' },
    }
  );
}

function inOrderOfKeys(layers: readonly PictureLayer[]): readonly PictureLayer[] {
  return [
    ...layers.filter((layer) => densityOf(layer) === undefined),
    ...layers.filter((layer) => densityOf(layer) !== undefined),
  ];
}

/** Looks as they are drawn: those of the user, or one layer alone. */
export function shownLooks(
  layers: readonly PictureLayer[],
  { looks, solo }: Pick<ViewState, 'looks' | 'solo'>,
): Looks {
  if (!layers.some(({ id }) => id === solo)) return looks;
  return Object.fromEntries(
    layers.map((layer) => {
      const look = lookOf(looks, layer);
      const alone = layer.id === solo;
      return [layer.id, { ...look, visible: alone, ...(alone ? { opacity: 1, blend: 'normal' } : {}) }];
    }),
  );
}
