// Checks of functions, made from a list of inputs. Each input is a check of its own: the function answers, and the answer is
// right. Six more look at all answers of a kind: equal for equal input, input untouched, quiet, alone, fast, nothing left.

import { isDeepStrictEqual } from 'node:util';
import { contributionsOf, KIND_WORDS, type KindWithCode } from '../plugins/contributionWords.js';
import type { Contribution } from '../protocol/plugins.js';
import { faultsOfEach, type Check, type Faults } from './checks.js';
import type { Outcome, TestedPlugin } from './testedPlugin.js';

/** One input of a function, and what its answer must be. */
export interface Input<K extends KindWithCode> {
  /** "no-cells" */
  readonly name: string;
  /** "Answers for an image without cells" */
  readonly title: string;
  readonly advice: string;
  /** Arguments; undefined: this contribution never gets such an input. */
  args(contribution: Contribution<K>): readonly unknown[] | undefined;
  /** Fault as the end of a sentence; undefined if the answer is right. */
  faultOf(value: unknown, contribution: Contribution<K>): string | undefined;
}

export interface FunctionOfKind<K extends KindWithCode> {
  readonly kind: K;
  readonly method: string;
  /** The first one is called twice. */
  readonly inputs: readonly [Input<K>, ...Input<K>[]];
  /** Milliseconds that the slowest of the answers may take. */
  readonly mostMs: number;
}

export function functionChecks<K extends KindWithCode>(of: FunctionOfKind<K>): readonly Check[] {
  return [...of.inputs.map((input) => checkOfInput(of, input)), ...checksOfAll(of)];
}

/** Calls the function once for each contribution and input. */
function outcomeOf<K extends KindWithCode>(
  { kind, method }: FunctionOfKind<K>,
  tested: TestedPlugin,
  contribution: Contribution<K>,
  { name, args }: Pick<Input<K>, 'name' | 'args'>,
): Promise<Outcome> | undefined {
  const given = args(contribution);
  return given && tested.call({ kind, id: contribution.id, name, method, args: given });
}

/** End of a sentence about a fault; undefined: there is none; null: there was nothing to look at. */
type Fault = string | undefined | null;

/** Looks at each contribution of the kind; undefined if there is none, or if none was answered. */
async function eachContribution<K extends KindWithCode>(
  { kind }: FunctionOfKind<K>,
  tested: TestedPlugin,
  look: (contribution: Contribution<K>) => Promise<Fault>,
): Promise<Faults> {
  if (!tested.hasCode) return undefined;
  let applied = 0;
  const faults = await faultsOfEach(contributionsOf(tested.plugin, kind), async (contribution) => {
    const fault = await look(contribution);
    if (fault === null) return undefined;
    applied++;
    return fault === undefined ? undefined : `${contribution.title}: ${fault}`;
  });
  return applied === 0 ? undefined : faults;
}

function checkOfInput<K extends KindWithCode>(of: FunctionOfKind<K>, input: Input<K>): Check {
  const { name, title, advice } = input;
  return {
    ...{ id: `${rowPrefix(of.kind)}-${name}`, group: KIND_WORDS[of.kind], title, advice },
    find: (tested) =>
      eachContribution(of, tested, async (contribution) => {
        const outcome = await outcomeOf(of, tested, contribution, input);
        if (!outcome || outcome.end === 'skipped') return null;
        return outcome.end === 'failed' ? outcome.what : input.faultOf(outcome.value, contribution);
      }),
  };
}

function rowPrefix(kind: KindWithCode): string {
  return KIND_WORDS[kind].replaceAll(' ', '-');
}

function checksOfAll<K extends KindWithCode>(of: FunctionOfKind<K>): readonly Check[] {
  const [first] = of.inputs;
  /** A fault of the first answer that has one. */
  const ofAnswers =
    (faultOf: (answer: Extract<Outcome, { end: 'answered' }>, input: Input<K>) => string | undefined) =>
    (tested: TestedPlugin) =>
      eachContribution(of, tested, async (contribution) => {
        let answers = 0;
        for (const input of of.inputs) {
          const outcome = await outcomeOf(of, tested, contribution, input);
          if (outcome?.end !== 'answered') continue;
          answers++;
          const fault = faultOf(outcome, input);
          if (fault !== undefined) return `${fault} (input "${input.name}")`;
        }
        return answers === 0 ? null : undefined;
      });
  const row = (name: string, title: string, advice: string, find: Check['find']): Check => ({
    ...{ id: `${rowPrefix(of.kind)}-${name}`, group: KIND_WORDS[of.kind] },
    ...{ title, advice, find },
  });
  return [
    row(
      'repeatable',
      'Gives the same answer for the same input',
      'Keep nothing between two calls, and use no clock and no Math.random: results must be repeatable.',
      (tested) =>
        eachContribution(of, tested, async (contribution) => {
          const one = await outcomeOf(of, tested, contribution, first);
          const two = await outcomeOf(of, tested, contribution, { ...first, name: `${first.name}-again` });
          if (one?.end !== 'answered' || !two || two.end === 'skipped') return null;
          if (two.end === 'failed') return `the second call ${two.what}`;
          return isDeepStrictEqual(one.value, two.value) ? undefined : 'gave two answers';
        }),
    ),
    row(
      'input-kept',
      'Leaves its input unchanged',
      'Copy a list or typed array before you sort or write it: [...list], array.slice().',
      ofAnswers(({ isInputChanged }) => (isInputChanged ? 'changed its input' : undefined)),
    ),
    row(
      'quiet',
      'Prints nothing',
      'Remove console.log: nobody sees it, and it takes time. Throw an Error to tell something.',
      ofAnswers(({ printed }) => (printed > 0 ? `printed ${printed} characters` : undefined)),
    ),
    row(
      'offline',
      'Opens no connection',
      'Compute from the input alone: results must not depend on a network, and pictures of patients must not leave the machine.',
      ofAnswers(({ connections }) =>
        connections > 0 ? `began ${connections} connection${connections === 1 ? '' : 's'}` : undefined,
      ),
    ),
    row(
      'nothing-left',
      'Leaves no timer, socket or global behind',
      'Clear timers, close what you open, and declare every variable with const or let.',
      ofAnswers(({ left }) => (left.length > 0 ? `left ${[...new Set(left)].join(', ')}` : undefined)),
    ),
    row(
      'fast',
      `Answers within ${of.mostMs / 1000} s`,
      'Look for loops over all pairs, and for text that grows in a loop.',
      ofAnswers(({ ms }) => (ms > of.mostMs ? `took ${(ms / 1000).toFixed(1)} s` : undefined)),
    ),
  ];
}

/** A value in an error: "nothing", "null", "a value of type string". */
export function inWords(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`;
  return `a value of type ${typeof value}`;
}
