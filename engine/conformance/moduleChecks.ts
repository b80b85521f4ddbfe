// Checks of the module as a whole: it loads alone and quickly, and exports exactly what the declaration says.

import {
  contributionsOf,
  KIND_WORDS,
  KINDS_WITH_CODE,
  type KindWithCode,
} from '../plugins/contributionWords.js';
import type { Exported, Probed } from '../plugins/probeCalls.js';
import type { Check, Faults } from './checks.js';
import type { TestedPlugin } from './testedPlugin.js';

const MOST_MS = 3000;

/** Functions of each kind. */
const METHODS: Readonly<Record<KindWithCode, readonly string[]>> = {
  imageReaders: ['describe', 'rows'],
  postProcessors: ['process'],
  measurements: ['measure'],
  scorers: ['score'],
  exporters: ['write'],
  samplers: ['suggest'],
  pruners: ['shouldPrune'],
};

function row(
  id: string,
  title: string,
  advice: string,
  faultsIn: (loaded: Probed, tested: TestedPlugin) => Faults,
): Check {
  return {
    ...{ id: `module-${id}`, group: 'module', title, advice },
    async find(tested) {
      if (!tested.hasCode) return undefined;
      const outcome = await tested.load();
      return outcome.end === 'answered' ? faultsIn(outcome, tested) : undefined;
    },
  };
}

const exportedIn = ({ value }: Probed) => value as Exported;

export const moduleChecks: readonly Check[] = [
  {
    id: 'module-loads',
    group: 'module',
    title: 'Loads in a process of its own',
    advice: 'Bundle what it imports: there is no node_modules of DeepLIIF to find packages in.',
    async find(tested) {
      if (!tested.hasCode) return undefined;
      const outcome = await tested.load();
      return outcome.end === 'failed' ? [outcome.what] : [];
    },
  },
  row(
    'fast',
    `Loads within ${MOST_MS / 1000} s`,
    'Compute tables when they are first asked for.',
    ({ ms }) => (ms > MOST_MS ? [`took ${(ms / 1000).toFixed(1)} s`] : []),
  ),
  row('quiet', 'Prints nothing when it loads', 'Remove console.log at the top level.', ({ printed }) =>
    printed > 0 ? [`printed ${printed} characters`] : [],
  ),
  row(
    'offline',
    'Opens no connection when it loads',
    'Ship what it needs in the folder of the plug-in.',
    ({ connections }) => (connections > 0 ? [`began ${connections} connections`] : []),
  ),
  row(
    'alone',
    'Leaves no timer, socket or global behind when it loads',
    'Declare with const, extend no built-in prototype, and start nothing at the top level.',
    ({ left }) => left.map((one) => `left ${one}`),
  ),
  row(
    'complete',
    'Exports every function that is declared',
    'export const KIND = { ID: { METHOD(input) { … } } }, with the ids of package.json.',
    (loaded, { plugin }) =>
      KINDS_WITH_CODE.flatMap((kind) =>
        contributionsOf(plugin, kind).flatMap(({ id }) =>
          METHODS[kind]
            .filter((method) => !exportedIn(loaded)[kind]?.[id]?.includes(method))
            .map((method) => `${kind}.${id}.${method} is missing`),
        ),
      ),
  ),
  row(
    'declared',
    'Declares every function that is exported',
    'Add it to package.json, or remove it: what is not declared is never called.',
    (loaded, { plugin }) =>
      KINDS_WITH_CODE.flatMap((kind) => {
        const declared = contributionsOf(plugin, kind).map(({ id }) => id);
        return Object.keys(exportedIn(loaded)[kind] ?? {})
          .filter((id) => !declared.includes(id))
          .map((id) => `the ${KIND_WORDS[kind]} "${id}" is exported, and not declared`);
      }),
  ),
];
