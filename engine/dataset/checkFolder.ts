// Check of a folder of training data, for the command line and for the panel: finds the samples, also in a folder with
// incomplete ones, and examines them.

import type { DataReport, ImageNames, Layout } from '../protocol/dataCheck.js';
import type { Control } from '../protocol/progress.js';
import { checkDataset, type CheckLimits } from './checkDataset.js';
import { detectLayout, listDataset, trainingImages, type ListedDataset } from './openDataset.js';
import { DEEPLIIF_PANELS, panelsNamed, SEGMENTATION, type Panel } from './panels.js';
import { holdsRows, recognisePanels } from './recognisePanels.js';
import { noSamplesIn, splitFolders } from './splitFolders.js';

export interface FolderToCheck extends CheckLimits {
  readonly folder: string;
  /** Names of the panels; default: those that are recognised. */
  readonly panels?: readonly string[] | undefined;
  /** Number of panels, from the first, that are inputs. */
  readonly inputs?: number;
  readonly layout?: Layout | 'auto';
}

export interface CheckedFolder {
  readonly dataset: ListedDataset;
  readonly report: DataReport;
}

/** @throws EngineError `usage` if there are no samples */
export async function checkFolder(asked: FolderToCheck, control: Control = {}): Promise<CheckedFolder> {
  const { folder, inputs = 1, layout = 'auto' } = asked;
  const names = asked.panels ?? (await panelsIn(folder));
  const dataset = await listDataset(folder, panelsNamed(names, inputs), layout);
  return { dataset, report: await checkDataset(dataset, asked, control) };
}

/** @throws EngineError `usage` for a folder of other images, such as the root of a workspace */
async function panelsIn(folder: string): Promise<readonly string[]> {
  const splits = await splitFolders(folder);
  // Any folder may be a panel.
  const { images } = await trainingImages(splits, undefined);
  if (images.length === 0) return DEEPLIIF_PANELS;
  const names = await recognisePanels(splits.train, images);
  const isOfRows = detectLayout(images, panelsNamed(names)) === 'rows';
  if (splits.shallow && isOfRows) {
    const own = images.filter((path) => !path.includes('/'));
    if (!(await holdsRows(splits.train, own))) throw await noSamplesIn(folder, splits.shallow);
  }
  return names;
}

/** Options of a training run that name these panels. */
export function imageNamesOf(panels: readonly Panel[]): ImageNames {
  const namesOf = (role: Panel['role']) =>
    panels.filter((panel) => panel.role === role && panel.name !== SEGMENTATION).map(({ name }) => name);
  return {
    inputNames: namesOf('input'),
    modalitiesNames: namesOf('target'),
    segGen: panels.some(({ name, role }) => name === SEGMENTATION && role === 'target'),
  };
}
