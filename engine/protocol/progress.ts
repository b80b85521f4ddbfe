// How a request tells what it is doing and learns that nobody wants its answer any more.

export interface Progress {
  /** What is being done, in words for people: "tiles", "post-processing". */
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/** An AbortSignal is one; spelled out because this folder knows neither Node nor the DOM. */
export interface CancelSignal {
  readonly aborted: boolean;
}

export interface Control {
  /** Looked at between tiles and steps; an aborted request rejects with code `cancelled`. */
  readonly signal?: CancelSignal;
  readonly report?: (progress: Progress) => void;
}
