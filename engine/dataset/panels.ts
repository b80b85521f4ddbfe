// Panels of a training sample: their names and what they show. Their order is that of the tiles of a row: inputs,
// modalities, segmentations (docs/reference.md 3.1).

import { EngineError } from '../protocol/errors.js';

/**
 * `stained`: an IHC image seen in transmitted light. `classes`: a segmentation, whose colours are classes and must not
 * be mixed. `picture`: anything else.
 */
export type PanelKind = 'stained' | 'picture' | 'classes';

export interface Panel {
  /** Lower-case letters, digits and hyphens: "ihc", "dapi", "segmentation". */
  readonly name: string;
  readonly kind: PanelKind;
  readonly role: 'input' | 'target';
}

/** Name of the segmentation's panel. */
export const SEGMENTATION = 'segmentation';

export const DEEPLIIF_PANELS: readonly string[] = [
  'ihc',
  'hematoxylin',
  'dapi',
  'lap2',
  'marker',
  SEGMENTATION,
];

/**
 * Spellings of a panel in file and folder names, compared without case; the first is the reference's
 * (docs/reference.md 9.2).
 */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  ihc: ['IHC'],
  hematoxylin: ['Hematoxylin', 'Hema'],
  dapi: ['DAPI'],
  lap2: ['Lap2', 'Lap2beta'],
  marker: ['Marker'],
  [SEGMENTATION]: ['Seg', 'Segmentation'],
};

/** Names of panels' folders besides these, in lower case. */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  ihc: ['images', 'input', 'inputs'],
  [SEGMENTATION]: ['mask', 'masks', 'label', 'labels', 'segmentations'],
};

/** True if a folder of this name holds the images of the panel. */
export function isFolderOf({ name }: Pick<Panel, 'name'>, folder: string): boolean {
  const word = folder.toLowerCase();
  const spellings = (SPELLINGS[name] ?? []).map((one) => one.toLowerCase());
  return panelName(folder) === name || spellings.includes(word) || (FOLDERS[name] ?? []).includes(word);
}

/** Name of a panel after a folder of any name: "Ki 67" → "ki-67". */
export function panelName(folder: string): string {
  const letters = folder.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const name = letters.replaceAll(/^-|-$/g, '').slice(0, 100);
  return name === '' ? 'image' : name;
}

/** Spellings of a panel in file names, the reference's first. */
export function spellingsOf({ name }: Pick<Panel, 'name'>): readonly string[] {
  return SPELLINGS[name] ?? [name];
}

/**
 * Panels with these names.
 * @param inputs number of inputs; they come first
 * @throws EngineError `usage` for invalid or repeated names
 */
export function panelsNamed(names: readonly string[], inputs = 1): Panel[] {
  const wrong = names.find((name, i) => !/^[a-z0-9-]{1,100}$/.test(name) || names.indexOf(name) < i);
  if (wrong !== undefined || names.length === 0)
    throw new EngineError(
      'usage',
      `The panels ${names.join(', ')} need different names of lower-case letters, digits and hyphens.`,
    );
  return names.map((name, i) => ({ name, kind: kindOf(name), role: i < inputs ? 'input' : 'target' }));
}

/** The panels of the samples from which a model is trained. */
export function panelsOfModel(model: {
  readonly inputs: readonly string[];
  /** Inputs first. */
  readonly panels: readonly string[];
}): Panel[] {
  return panelsNamed(model.panels, model.inputs.length);
}

function kindOf(name: string): PanelKind {
  if (/^seg(mentation)?(-|\d|$)/.test(name)) return 'classes';
  return /^ihc(-|\d|$)/.test(name) ? 'stained' : 'picture';
}
