// A parser of untrusted bytes, for the fuzz driver.

export interface FuzzTarget {
  /** "png", "pickle" … */
  readonly name: string;
  /** Small valid files from which mutations start. */
  readonly seeds: readonly Uint8Array[];
  /** Reads the bytes as the product would. May reject with an EngineError and with nothing else. */
  parse(bytes: Uint8Array): Promise<void>;
}
