// Sentences about everything that `contributes.deepliif` may say, shown by editors while an author types. A kind or a field
// without a sentence does not compile. Loaded by the writer of the schema only.

import type { Contribution, ContributionKind, Contributes } from '../../engine/protocol/plugins.js';

export interface KindTexts<K extends ContributionKind> {
  readonly about: string;
  readonly fields: { readonly [F in keyof Required<Contribution<K>>]: string };
}

const id =
  'Id among all plug-ins: lower-case letters, digits, - and _. The module exports its function under this id.';
const title = 'Title that people read in lists and tables.';
const detail = 'One sentence that is shown below the title.';

export const ROOT_TEXTS: Readonly<Required<Record<Exclude<keyof Contributes, ContributionKind>, string>>> = {
  api: 'Version of the plug-in API for which this plug-in is written: 1.',
  requires:
    'Versions of DeepLIIF for VS Code with which it works, as npm writes ranges: "^0.1.0". Default: all.',
  module:
    'ES module or CommonJS file of plain JavaScript in this folder. It exports functions by kind and id, and runs in a process of its own.',
};

export const CONTRIBUTION_TEXTS: { readonly [K in ContributionKind]: KindTexts<K> } = {
  models: {
    about:
      'Models that analyse images: a folder with a manifest and weights, or a program that speaks JSON-RPC.',
    fields: {
      id,
      title,
      detail,
      folder: 'Model folder with manifest.json and weights, in the folder of the plug-in.',
      process: 'Program that analyses tiles: it reads and writes JSON-RPC 2.0, a line per message.',
      mpp: 'Micrometres per pixel of the images that the model was trained on.',
      tilePx: 'Side of a tile in pixels.',
    },
  },
  imageReaders: {
    about: 'Readers of files of images.',
    fields: {
      id,
      title,
      endings: 'Endings of file names that the reader reads: ".xyz".',
      firstBytes: 'First bytes of each such file, by which it is recognised.',
    },
  },
  stainPresets: {
    about: 'Colours of stains as vectors of optical density (red, green, blue).',
    fields: {
      id,
      title,
      detail,
      hematoxylin: 'Optical density of hematoxylin in red, green and blue.',
      dab: 'Optical density of DAB in red, green and blue.',
      residual: 'Optical density of a third stain. Default: perpendicular to both others.',
    },
  },
  postProcessors: {
    about: 'Functions that change a segmentation map before cells are found in it.',
    fields: {
      id,
      title,
      detail,
      needs: 'Pictures that the function gets beside the segmentation map.',
      overlapPx: 'Pixels of the surroundings that the function needs to be right at a pixel.',
    },
  },
  measurements: {
    about: 'A number per cell, stored with the result and shown in tables, exports, pages and notebooks.',
    fields: {
      id,
      title,
      unit: 'Unit as it is written behind the number: "µm". Empty if there is none.',
      meaning: 'One sentence that says what the number is.',
      needs: 'Input beside the cell: its outline, the size of a pixel, pixels of pictures.',
      quPathName: 'Name of the column in exports for QuPath. Default: the title.',
    },
  },
  scorers: {
    about: 'Numbers per segmentation map, computed from its cells.',
    fields: {
      id,
      title,
      explanation: 'One sentence that says how the score is computed.',
      measurements: 'Ids of measurements that the function gets for each cell.',
    },
  },
  exporters: {
    about: 'Forms in which a result can be exported.',
    fields: {
      id,
      title,
      detail,
      ending: 'Ending of the written file: ".csv".',
      needs: '"cells": the function gets the cells with their measurements.',
    },
  },
  samplers: {
    about: 'Ways to choose the values of the next trial of a sweep.',
    fields: { id, title, detail },
  },
  pruners: {
    about: 'Rules that end a trial of a sweep early.',
    fields: { id, title, detail },
  },
  panels: {
    about: 'Pages that show a result, a run or a sweep, opened by "Open Plug-in Panel…".',
    fields: {
      id,
      title,
      of: 'Record that the panel shows.',
      script: 'Script of the page, one file in the folder of the plug-in.',
      style: 'Style sheet of the page.',
    },
  },
  notebookBlocks: {
    about: 'Cells that "Insert DeepLIIF Block…" puts into notebooks.',
    fields: {
      id,
      title,
      detail,
      language: 'Language of the cell.',
      file: 'File with the text of the cell.',
    },
  },
};
