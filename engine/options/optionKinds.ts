// The kinds of options that there are, as data. From one table of options come the flags of a command, the check of a
// JSON object, its schema, the type of the checked values, and the fields of a plan that hold them.

/** Heading under which help and editors show an option. */
export type OptionGroup = 'run' | 'data' | 'networks' | 'objective' | 'optimisation';

interface Described {
  readonly group: OptionGroup;
  /** One line for help and for hover in an editor, without the default. */
  readonly description: string;
  /** Effect of leaving the option out, in words; for options that have no default. */
  readonly absent?: string;
  /** Part of the plan that holds the value as it is (keptOptions.ts); the option has a default then. */
  readonly keptIn?: string;
  /** Name of the field there, where it is not the option's own. */
  readonly keptAs?: string;
}

/** Yes or no: "--serial-batches", or "--no-flip" where the default is true. */
interface FlagOption extends Described {
  readonly kind: 'flag';
  readonly default?: boolean;
}

interface WholeOption extends Described {
  readonly kind: 'whole';
  readonly least: number;
  readonly most: number;
  readonly default?: number;
}

interface NumberOption extends Described {
  readonly kind: 'number';
  readonly least: number;
  readonly most: number;
  /** `least` itself is refused. */
  readonly above?: true;
  readonly default?: number;
}

interface ChoiceOption extends Described {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly default?: string;
}

interface WordOption extends Described {
  readonly kind: 'word';
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly expected: string;
  readonly default?: string;
}

/** A path on this machine; relative ones start at the folder of the JSON file, or where the command runs. */
interface PathOption extends Described {
  readonly kind: 'path';
  readonly default?: undefined;
}

/** A list of words; a flag separates them by commas. */
interface WordsOption extends Described {
  readonly kind: 'words';
  /** Pattern of each word. */
  readonly pattern: RegExp;
  readonly expected: string;
  readonly default?: readonly string[];
}

/** A list of numbers; a flag separates them by commas. */
interface NumbersOption extends Described {
  readonly kind: 'numbers';
  readonly least: number;
  readonly most: number;
  readonly default?: readonly number[];
}

export type OptionSpec =
  | FlagOption
  | WholeOption
  | NumberOption
  | ChoiceOption
  | WordOption
  | PathOption
  | WordsOption
  | NumbersOption;

/** Options by key: camelCase in JSON, "--kebab-case" as a flag. */
export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** Type of a checked value of the option. */
export type OptionValue<O extends OptionSpec> = O extends { readonly kind: 'flag' }
  ? boolean
  : O extends { readonly kind: 'whole' | 'number' }
    ? number
    : O extends { readonly kind: 'choice'; readonly choices: readonly (infer Choice)[] }
      ? Choice
      : O extends { readonly kind: 'word' | 'path' }
        ? string
        : O extends { readonly kind: 'numbers' }
          ? readonly number[]
          : readonly string[];

/** An object that was checked against the table; options without a default may be undefined. */
export type OptionValues<T extends OptionTable> = {
  readonly [K in keyof T]: T[K] extends { readonly default: unknown }
    ? OptionValue<T[K]>
    : OptionValue<T[K]> | undefined;
};

/** Most words or numbers in a list: more modalities or weights than any model has. */
export const MOST_ITEMS = 100;

/** "nEpochsDecay" → "--n-epochs-decay". */
export function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
