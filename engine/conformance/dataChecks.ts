// Checks of contributions that are data: stain presets, panels, notebook blocks.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { independence } from '../measurements/stains.js';
import { contributionsOf } from '../plugins/contributionWords.js';
import { readNotebookBlock } from '../plugins/kinds/notebookBlocks.js';
import { asError } from '../protocol/errors.js';
import type { Contribution } from '../protocol/plugins.js';
import { faultsOf, faultsOfEach, type Check } from './checks.js';
import type { TestedPlugin } from './testedPlugin.js';

type Vector = Contribution<'stainPresets'>['dab'];
const vectorsOf = ({ hematoxylin, dab, residual }: Contribution<'stainPresets'>) =>
  Object.entries<Vector>({ hematoxylin, dab, ...(residual ? { residual } : {}) });
const lengthOf = (vector: Vector) => Math.hypot(...vector);

/** Sine of 8°, about: below it small errors of a picture become large amounts of stain. */
const LEAST_INDEPENDENCE = 0.14;
const LENGTH_TOLERANCE = 0.05;

const presetRow = (
  id: string,
  title: string,
  advice: string,
  faultOf: (preset: Contribution<'stainPresets'>) => string | undefined,
): Check => ({
  ...{ id: `stain-preset-${id}`, group: 'stain preset', title, advice },
  find: ({ plugin }) => faultsOf(contributionsOf(plugin, 'stainPresets'), faultOf),
});

const presetChecks: readonly Check[] = [
  presetRow(
    'unit-length',
    'Has vectors of length 1',
    'Divide each vector by the root of the sum of its squares: other programs expect it.',
    (preset) => {
      const [wrong] = vectorsOf(preset).filter(([, one]) => Math.abs(lengthOf(one) - 1) > LENGTH_TOLERANCE);
      return wrong && `${preset.title}: "${wrong[0]}" has the length ${lengthOf(wrong[1]).toFixed(3)}`;
    },
  ),
  presetRow(
    'apart',
    'Has vectors that can be told apart',
    'Measure the stains in regions that show one of them only. Parallel vectors cannot be separated.',
    (preset) =>
      independence(preset) < LEAST_INDEPENDENCE
        ? `${preset.title}: its vectors span a volume of ${independence(preset).toFixed(3)}; ${LEAST_INDEPENDENCE} is the least`
        : undefined,
  ),
  presetRow(
    'order',
    'Has hematoxylin and DAB in the right places',
    'Hematoxylin is blue: it absorbs red light. DAB is brown: it absorbs blue light. Exchange the two vectors.',
    ({ title, hematoxylin, dab }) =>
      hematoxylin[0] * dab[2] > dab[0] * hematoxylin[2]
        ? undefined
        : `${title}: "hematoxylin" absorbs more blue light than "dab", compared with red light`,
  ),
  presetRow(
    'origin',
    'Says where its vectors come from',
    'Add "detail": the stain kit, the scanner, and how the vectors were measured.',
    ({ title, detail }) => (detail === undefined ? `${title} has no "detail"` : undefined),
  ),
];

type Panel = Contribution<'panels'>;
const MOST_SCRIPT_BYTES = 10e6;

const panelRow = (
  id: string,
  title: string,
  advice: string,
  faultOf: (
    script: string,
    panel: Panel,
    tested: TestedPlugin,
  ) => string | undefined | Promise<string | undefined>,
): Check => ({
  ...{ id: `panel-${id}`, group: 'panel', title, advice },
  find: (tested) =>
    faultsOfEach(contributionsOf(tested.plugin, 'panels'), async (panel) => {
      const script = await readFile(join(tested.plugin.folder, panel.script), 'utf8').catch(() => undefined);
      const fault = script === undefined ? undefined : await faultOf(script, panel, tested);
      return fault === undefined ? undefined : `${panel.title}: ${fault}`;
    }),
});

const panelChecks: readonly Check[] = [
  panelRow(
    'script',
    'Has a script that a page can run',
    'Bundle it as one classic script (esbuild --format=iife): pages have no import.',
    (script, { script: path }) => {
      try {
        new Script(script, { filename: path });
        return undefined;
      } catch (error) {
        return asError(error).message;
      }
    },
  ),
  panelRow(
    'ready',
    'Tells that it is ready',
    "Call acquireVsCodeApi().postMessage({ type: 'ready' }) once the page listens: the record is sent then.",
    (script) => (/['"`]ready['"`]/.test(script) ? undefined : 'its script never posts "ready"'),
  ),
  panelRow(
    'policy',
    'Keeps to the policy of pages',
    'eval and new Function are refused in pages, and no network is reached: ship what the page shows.',
    (script) =>
      /\beval\s*\(|\bnew\s+Function\s*\(/.test(script) ? 'its script uses eval or new Function' : undefined,
  ),
  panelRow('size', 'Has a script of 10 MB at most', 'Leave out what the page does not show.', (script) =>
    script.length > MOST_SCRIPT_BYTES ? `its script has ${(script.length / 1e6).toFixed(1)} MB` : undefined,
  ),
];

const BLOCK_ENDINGS: Readonly<Record<Contribution<'notebookBlocks'>['language'], RegExp>> = {
  typescript: /\.[cm]?tsx?$/,
  javascript: /\.[cm]?jsx?$/,
  python: /\.py$/,
  markdown: /\.(md|markdown)$/,
};

const blockRow = (
  id: string,
  title: string,
  advice: string,
  faultOf: (text: string, block: Contribution<'notebookBlocks'>) => string | undefined,
): Check => ({
  ...{ id: `notebook-block-${id}`, group: 'notebook block', title, advice },
  find: ({ plugin }) =>
    faultsOfEach(contributionsOf(plugin, 'notebookBlocks'), async (contribution) => {
      const text = await readNotebookBlock({ plugin, contribution }).then(
        (block) => block.text,
        () => undefined,
      );
      const fault = text === undefined ? undefined : faultOf(text, contribution);
      return fault === undefined ? undefined : `${contribution.title}: ${fault}`;
    }),
});

const blockChecks: readonly Check[] = [
  {
    ...{ id: 'notebook-block-readable', group: 'notebook block' },
    title: 'Has a text that can be inserted',
    advice: 'Save the file as UTF-8, in the folder of the plug-in, with 256 KB at most.',
    find: ({ plugin }) =>
      faultsOfEach(contributionsOf(plugin, 'notebookBlocks'), (contribution) =>
        readNotebookBlock({ plugin, contribution }).then(
          () => undefined,
          (error: unknown) => asError(error).message,
        ),
      ),
  },
  blockRow('text', 'Is not empty', 'Write the cell into the file.', (text) =>
    text.trim() === '' ? 'its file is empty' : undefined,
  ),
  blockRow(
    'language',
    'Has a file of its language',
    'Correct "language", or rename the file: an editor then colours it.',
    (_, { language, file }) =>
      BLOCK_ENDINGS[language].test(file) ? undefined : `it is ${language}, and its file is ${file}`,
  ),
  blockRow(
    'places',
    'Has no paths of its author’s machine',
    'Use paths relative to the notebook, or let the reader fill them in.',
    (text) => {
      const [path] = /(\/home\/|\/Users\/|[A-Z]:\\\\?Users)[^\s'"`]*/.exec(text) ?? [];
      return path && `it has the path ${path}`;
    },
  ),
];

export const dataChecks: readonly Check[] = [...presetChecks, ...panelChecks, ...blockChecks];
