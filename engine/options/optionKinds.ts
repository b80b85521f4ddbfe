// What kinds of options there are, as data. From one table of them come the flags of a command, the check of a JSON
// object, its schema and the type of what a program then works with.

/** Heading under which help and editors show an option. */
export type OptionGroup = 'run' | 'data' | 'networks' | 'objective' | 'optimisation';

interface Described {
  readonly group: OptionGroup;
  /** One line for help and for hover in an editor, without the default. */
  readonly description: string;
  /** What happens without the option, in words; for options that have no default. */
  readonly absent?: string;
}

/** Yes or no: "--serial-batches", or "--no-flip" where the default is true. */
interface FlagOption extends Described {
  readonly kind: 'flag';
  readonly default: boolean;
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
  /** What the pattern wants, in words. */
  readonly expected: string;
  readonly default?: string;
}

/** A path on this machine; relative ones are meant from the folder of the JSON file, or from where a command runs. */
interface PathOption extends Described {
  readonly kind: 'path';
  readonly default?: undefined;
}

/** In a flag, separated by commas. */
interface WordsOption extends Described {
  readonly kind: 'words';
  /** Of each word. */
  readonly pattern: RegExp;
  readonly expected: string;
  readonly default?: readonly string[];
}

/** In a flag, separated by commas. */
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

/** By key: camelCase in JSON, "--kebab-case" as a flag. */
export type OptionTable = Readonly<Record<string, OptionSpec>>;

type Value<O extends OptionSpec> = O extends { readonly kind: 'flag' }
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

/** What an object holds that was checked against the table: options without a default may be undefined. */
export type OptionValues<T extends OptionTable> = {
  readonly [K in keyof T]: T[K] extends { readonly default: unknown } ? Value<T[K]> : Value<T[K]> | undefined;
};

/** "nEpochsDecay" → "--n-epochs-decay". */
export function flagOf(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
