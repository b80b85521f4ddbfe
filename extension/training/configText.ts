// Text of a *.deepliif-train.json that "New Training…" writes: JSON with comments that say what to change.

import { dirname } from 'node:path';
import type { ImageNames, PresetEstimate } from '../../engine/protocol/dataCheck.js';
import { commentedText, pathFrom, type TextPart } from '../workbench/commentedText.js';
import { l10n } from '../workbench/l10n.js';

export interface ConfigToWrite {
  /** Absolute path of the file. */
  readonly file: string;
  readonly name: string;
  /** Absolute path of the data folder. */
  readonly data: string;
  /** Absolute path of the folder of runs. */
  readonly runs: string;
  readonly preset: Pick<PresetEstimate, 'id' | 'title' | 'detail' | 'options'>;
  readonly images: ImageNames;
  /** Share of the samples that is held out; 0 for none. */
  readonly validationRatio: number;
}

/** Names of DeepLIIF's images, which need not be written. */
const DEFAULT_IMAGES: ImageNames = {
  inputNames: ['ihc'],
  modalitiesNames: ['hematoxylin', 'dapi', 'lap2', 'marker'],
  segGen: true,
};

export function configText(config: ConfigToWrite): string {
  const { file, name, data, runs, preset, images, validationRatio } = config;
  const path = (to: string) => pathFrom(dirname(file), to);
  const named = Object.entries(images).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(DEFAULT_IMAGES[key as keyof ImageNames]),
  );
  const parts: readonly TextPart[] = [
    [l10n.t('Name of the run; its folder ends with it.'), [['name', name]]],
    [
      l10n.t('Training images, and the folder that gets the folder of the run. Relative paths start here.'),
      [
        ['data', path(data)],
        ['out', path(runs)],
      ],
    ],
    [
      l10n.t('{0}: {1} Any option below it overrules the preset.', preset.title, preset.detail),
      [['preset', preset.id], ...Object.entries(preset.options)],
    ],
    [l10n.t('Images of a sample as they were recognised, in their order.'), named],
    [
      l10n.t('Share of the samples that validate, since there is no folder "val".'),
      validationRatio > 0 ? [['validationRatio', validationRatio]] : [],
    ],
  ];
  const opening = l10n.t('Configuration of a DeepLIIF training. Ctrl+Space lists and explains all options.');
  return commentedText(opening, parts);
}
