// Distributions as Optuna stores them: JSON text within JSON, the same letters for the same distribution.

import type { Choice, Distribution } from './distributions.js';
import { parsePythonJson, PythonFloat, pythonJson } from './pythonJson.js';

const NAMES = {
  float: 'FloatDistribution',
  int: 'IntDistribution',
  categorical: 'CategoricalDistribution',
} as const;

/** Names of releases before Optuna 3, which studies still hold. */
const OLD_NAMES: Readonly<Record<string, (attributes: Attributes) => Attributes>> = {
  UniformDistribution: (old) => ({ ...old, kind: 'float', log: false, step: null }),
  LogUniformDistribution: (old) => ({ ...old, kind: 'float', log: true, step: null }),
  DiscreteUniformDistribution: ({ q, ...old }) => ({ ...old, kind: 'float', log: false, step: q }),
  IntUniformDistribution: (old) => ({ step: 1, ...old, kind: 'int', log: false }),
  IntLogUniformDistribution: (old) => ({ step: 1, ...old, kind: 'int', log: true }),
};

/** Categories above which a distribution is refused. */
const MOST_CHOICES = 10_000;

type Attributes = Readonly<Record<string, unknown>>;

export function distributionText(distribution: Distribution): string {
  const name = NAMES[distribution.kind];
  return pythonJson({ name, attributes: attributesOf(distribution) }, true);
}

function attributesOf(distribution: Distribution): Attributes {
  if (distribution.kind === 'categorical') return { choices: distribution.choices };
  const { low, high, log, step } = distribution;
  if (distribution.kind === 'int') return { log, step, low, high };
  return {
    step: step === null ? null : new PythonFloat(step),
    low: new PythonFloat(low),
    high: new PythonFloat(high),
    log,
  };
}

/** The distribution of a text; undefined for a text that is none. */
export function parseDistribution(text: string): Distribution | undefined {
  let value: { readonly name?: unknown; readonly attributes?: unknown };
  try {
    value = parsePythonJson(text) as typeof value;
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { name, attributes } = value;
  if (typeof name !== 'string' || typeof attributes !== 'object' || attributes === null) return undefined;
  const kind = Object.entries(NAMES).find(([, known]) => known === name)?.[0];
  const known = kind ? { ...attributes, kind } : OLD_NAMES[name]?.(attributes as Attributes);
  return known && checked(known);
}

function checked({ kind, ...given }: Attributes): Distribution | undefined {
  if (kind === 'categorical') {
    const { choices } = given;
    const isChoice = (choice: unknown): choice is Choice =>
      choice === null || ['string', 'number', 'boolean'].includes(typeof choice);
    if (!Array.isArray(choices) || choices.length === 0 || choices.length > MOST_CHOICES) return undefined;
    return choices.every(isChoice) ? { kind, choices } : undefined;
  }
  const { low, high, log = false, step = kind === 'int' ? 1 : null } = given;
  if (!Number.isFinite(low) || !Number.isFinite(high) || typeof log !== 'boolean') return undefined;
  if (!(step === null && kind === 'float') && !(Number.isFinite(step) && (step as number) > 0))
    return undefined;
  const range = { low: low as number, high: high as number, log };
  if (range.low > range.high || (log && range.low <= 0)) return undefined;
  return kind === 'int'
    ? { kind, ...range, step: step as number }
    : { kind: 'float', ...range, step: step as number | null };
}
