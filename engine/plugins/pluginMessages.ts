// Messages between the engine and the process of a plug-in, and what that process is started with.

/** Arguments of the process. */
export interface PluginTask {
  /** File of the module, absolute. */
  readonly module: string;
  /** Folder of the plug-in, absolute. */
  readonly folder: string;
  /** Resident memory in MB above which the process ends itself. */
  readonly memoryMb: number;
  /** Answers are those of `probeCalls`. */
  readonly probes?: boolean;
}

export interface CallMessage {
  readonly call: number;
  readonly kind: string;
  readonly id: string;
  readonly method: string;
  readonly args: readonly unknown[];
}

export type AnswerMessage =
  | { readonly call: number; readonly value: unknown }
  | {
      readonly call: number;
      /** `module`: it does not load. `export`: it lacks the function. `code`: the function failed. */
      readonly failed: 'module' | 'export' | 'code';
      readonly message: string;
      /** "shape.mjs:3:9" */
      readonly place?: string;
    };
