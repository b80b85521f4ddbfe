// Checks of package.json: what people and VS Code read of a plug-in before any of its code runs.

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { contributionsOf, KIND_WORDS, KINDS_WITH_CODE } from '../plugins/contributionWords.js';
import { CONTRIBUTION_KINDS, CONTRIBUTIONS, type ContributionKind } from '../protocol/plugins.js';
import { schemaOf } from '../protocol/shape.js';
import { listMeasurements } from './knownMeasurements.js';
import { faultsOf, type Check, type Faults } from './checks.js';
import type { TestedPlugin } from './testedPlugin.js';

const GROUP = 'package.json';
const LONGEST_TITLE = 60;

function row(
  id: string,
  title: string,
  advice: string,
  find: (tested: TestedPlugin) => Faults | Promise<Faults>,
): Check {
  return { id: `declaration-${id}`, group: GROUP, title, advice, find };
}

interface Named {
  readonly kind: ContributionKind;
  readonly id: string;
  readonly title: string;
}

/** All contributions with their fields as they were read. */
function allOf({ plugin }: TestedPlugin): readonly (Named & Readonly<Record<string, unknown>>)[] {
  return CONTRIBUTION_KINDS.flatMap((kind) =>
    contributionsOf(plugin, kind).map((one) => ({ ...one, kind, id: one.id, title: one.title })),
  );
}

const nameOf = ({ kind, id }: Named) => `${KIND_WORDS[kind]} "${id}"`;

/** A field of package.json; a text that is there and not blank. */
function textField(tested: TestedPlugin, name: string): string | undefined {
  const value = tested.json[name];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The declaration as it was written, without checks. */
function rawOf({ json }: TestedPlugin): Readonly<Record<string, unknown>> {
  const { deepliif } = (json.contributes ?? {}) as { readonly deepliif?: unknown };
  return typeof deepliif === 'object' && deepliif !== null ? (deepliif as Record<string, unknown>) : {};
}

/** Fields that the shape of a kind does not know. */
function unknownFields(tested: TestedPlugin): readonly string[] {
  return CONTRIBUTION_KINDS.flatMap((kind) => {
    const { properties = {} } = schemaOf(CONTRIBUTIONS[kind]) as {
      readonly properties?: object;
    };
    const rows = rawOf(tested)[kind];
    return (Array.isArray(rows) ? rows : []).flatMap((one: unknown) =>
      Object.keys(one ?? {})
        .filter((key) => !Object.hasOwn(properties, key))
        .map((key) => `${KIND_WORDS[kind]} has the field "${key}", which nobody reads`),
    );
  });
}

function repeated(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((one, i) => texts.indexOf(one) !== i))];
}

function sentenceFault(one: Named & Readonly<Record<string, unknown>>): string | undefined {
  for (const field of ['meaning', 'explanation', 'detail']) {
    const text = one[field];
    if (typeof text === 'string' && !/^[\p{Lu}\p{N}].{8,}[.!?]$/su.test(text.trim()))
      return `${nameOf(one)}: "${field}" is "${text.slice(0, 60)}"`;
  }
  return undefined;
}

export const declarationChecks: readonly Check[] = [
  row(
    'accepted',
    'DeepLIIF accepts the declaration',
    'Correct what the sentences say. "deepliif plugins check DIR" shows them, too.',
    ({ plugin }) => plugin.problems,
  ),
  row(
    'adds-something',
    'Adds at least one contribution',
    'Add a list such as "measurements" to "contributes.deepliif".',
    (tested) => (allOf(tested).length === 0 ? ['it adds nothing'] : []),
  ),
  row(
    'display-name',
    'Has a name for people',
    'Add "displayName" to package.json: results, messages and views show it.',
    (tested) => (textField(tested, 'displayName') ? [] : ['"displayName" is missing']),
  ),
  row(
    'description',
    'Says what it is for',
    'Add a sentence as "description" to package.json: the view Plug-ins and the Marketplace show it.',
    (tested) => (textField(tested, 'description') ? [] : ['"description" is missing']),
  ),
  row(
    'licence',
    'Has a licence',
    'Add "license" to package.json, such as "MIT": without one nobody may use it.',
    (tested) => (textField(tested, 'license') ? [] : ['"license" is missing']),
  ),
  row(
    'readme',
    'Has a README',
    'Write README.md: what it computes, with which reference, and what it must not be used for.',
    ({ plugin }) => (existsSync(join(plugin.folder, 'README.md')) ? [] : ['README.md is missing']),
  ),
  row(
    'vscode',
    'Can be installed in VS Code',
    'Add "engines": { "vscode": "^1.100.0" }: without it the folder cannot be packaged as an extension.',
    ({ json }) => {
      const { vscode } = (json.engines ?? {}) as { readonly vscode?: unknown };
      return typeof vscode === 'string' ? [] : ['"engines.vscode" is missing'];
    },
  ),
  row(
    'main',
    'Has the main file that it names',
    'Build it, or remove "main" unless it calls getApi(1): DeepLIIF loads "module" itself.',
    (tested) => {
      const main = textField(tested, 'main');
      if (main === undefined) return undefined;
      const file = [main, `${main}.js`].find((one) => existsSync(join(tested.plugin.folder, one)));
      return file === undefined ? [`"main" names ${main}, which is missing`] : [];
    },
  ),
  row(
    'requires',
    'Says which versions of DeepLIIF it was tested with',
    'Add "requires": "^0.1.0" to "contributes.deepliif": an older DeepLIIF then says what to do.',
    ({ plugin }) => (plugin.contributes.requires === undefined ? ['"requires" is missing'] : []),
  ),
  row(
    'known-fields',
    'Has no fields that nobody reads',
    'Look for a misspelt name. docs/extension-api.md lists all fields.',
    unknownFields,
  ),
  row(
    'titles',
    'Has titles that fit a menu',
    `Shorten it to ${LONGEST_TITLE} characters on one line.`,
    (tested) =>
      faultsOf(allOf(tested), (one) =>
        one.title.length > LONGEST_TITLE || /\p{Cc}/u.test(one.title) || one.title !== one.title.trim()
          ? `${nameOf(one)} has a title of ${one.title.length} characters, or with blanks at its ends`
          : undefined,
      ),
  ),
  row(
    'titles-translated',
    'Has titles as text',
    'Write the text itself: keys of package.nls.json are looked up for "displayName" only.',
    (tested) =>
      faultsOf(allOf(tested), (one) =>
        /^%.*%$/.test(one.title) ? `${nameOf(one)} has the title ${one.title}` : undefined,
      ),
  ),
  row(
    'titles-differ',
    'Has a title of its own for each contribution of a kind',
    'Two rows of one title cannot be told apart in a list. Rename one.',
    (tested) =>
      CONTRIBUTION_KINDS.flatMap((kind) =>
        repeated(contributionsOf(tested.plugin, kind).map(({ title }) => title)).map(
          (title) => `two of kind ${KIND_WORDS[kind]} have the title "${title}"`,
        ),
      ),
  ),
  row(
    'sentences',
    'Explains itself in sentences',
    'Begin with a capital letter and end with a full stop: data dictionaries and help texts show it.',
    (tested) =>
      faultsOf(
        allOf(tested).filter(({ meaning, explanation, detail }) => meaning ?? explanation ?? detail),
        sentenceFault,
      ),
  ),
  row('needs-once', 'Asks for everything once', 'Remove the second one from "needs".', (tested) =>
    faultsOf(
      allOf(tested).filter(({ needs }) => Array.isArray(needs)),
      (one) => {
        const [twice] = repeated(one.needs as readonly string[]);
        return twice === undefined ? undefined : `${nameOf(one)} needs "${twice}" twice`;
      },
    ),
  ),
  row(
    'units',
    'Has units as tables show them',
    'Write "µm", "µm²", "px" or "" without brackets.',
    ({ plugin }) =>
      faultsOf(contributionsOf(plugin, 'measurements'), ({ id, unit }) =>
        /[()[\]]/.test(unit) || unit !== unit.trim()
          ? `measurement "${id}" has the unit "${unit}"`
          : undefined,
      ),
  ),
  row(
    'micrometres-need-scale',
    'Asks for the scale if it answers in micrometres',
    'Add "mpp" to "needs": images of unknown scale then leave the measurement out, with a sentence that says why.',
    ({ plugin }) =>
      faultsOf(
        contributionsOf(plugin, 'measurements').filter(({ unit }) => /[µμu]m|mm|nm/.test(unit)),
        ({ id, needs = [] }) =>
          needs.includes('mpp') ? undefined : `measurement "${id}" does not need "mpp"`,
      ),
  ),
  row(
    'column-names',
    'Has ids that are names of columns',
    'Use letters, digits and _: R, Python and SPSS read the id as a name.',
    ({ plugin }) =>
      faultsOf(contributionsOf(plugin, 'measurements'), ({ id }) =>
        id.includes('-') ? `measurement "${id}" has a hyphen` : undefined,
      ),
  ),
  row(
    'scored-measurements',
    'Scores measurements that exist',
    'Name ids of measurements of DeepLIIF or of this plug-in: a measurement of another plug-in may be missing.',
    ({ plugin }) => {
      const own = contributionsOf(plugin, 'measurements').map(({ id }) => id);
      const known = [...own, ...listMeasurements()];
      return faultsOf(
        contributionsOf(plugin, 'scorers').flatMap(({ id, measurements = [] }) =>
          measurements.map((one) => ({ id, one })),
        ),
        ({ id, one }) => (known.includes(one) ? undefined : `scorer "${id}" asks for "${one}"`),
      );
    },
  ),
  row(
    'export-endings',
    'Has endings by which exports can be told apart',
    'Give each exporter an ending of its own, such as ".outlines.svg".',
    ({ plugin }) => {
      const endings = contributionsOf(plugin, 'exporters').map(({ ending }) => ending.toLowerCase());
      return endings.length === 0
        ? undefined
        : repeated(endings).map((ending) => `two exporters write ${ending}`);
    },
  ),
  row(
    'reader-recognises',
    'Has readers that recognise their files',
    'Name "endings" or "firstBytes": a reader without both is never used.',
    ({ plugin }) =>
      faultsOf(contributionsOf(plugin, 'imageReaders'), ({ id, endings, firstBytes = [] }) =>
        endings.length + firstBytes.length === 0 ? `image reader "${id}" recognises nothing` : undefined,
      ),
  ),
  row(
    'module-kind',
    'Has a module that Node reads as what it is',
    'Name it .mjs for import and export, .cjs for require, or add "type": "module" for .js.',
    (tested) => {
      const { module } = tested.plugin.contributes;
      if (module === undefined) return undefined;
      return /\.[cm]?js$/.test(module) ? [] : [`"module" is ${module}`];
    },
  ),
  row(
    'module-used',
    'Has a module only if it has functions',
    'Remove "module", or add the kind that it exports.',
    ({ plugin }) => {
      if (plugin.contributes.module === undefined) return undefined;
      return KINDS_WITH_CODE.some((kind) => contributionsOf(plugin, kind).length > 0)
        ? []
        : ['"module" is named, and no contribution has functions'];
    },
  ),
  row(
    'module-size',
    'Has a module of 5 MB at most',
    'Bundle with tree shaking, and leave out what the functions do not need.',
    (tested) => {
      if (!tested.hasCode) return undefined;
      const { size } = statSync(join(tested.plugin.folder, tested.plugin.contributes.module!));
      return size > 5e6 ? [`it has ${(size / 1e6).toFixed(1)} MB`] : [];
    },
  ),
];
