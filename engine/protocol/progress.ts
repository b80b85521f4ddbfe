// Progress and cancellation of a request.

export interface Progress {
  /** Current stage, in words for people: "tiles", "post-processing". */
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}

/** An AbortSignal is one; spelled out because this folder knows neither Node nor the DOM. */
export interface CancelSignal {
  readonly aborted: boolean;
}

export interface Control {
  /** Checked between tiles and steps; an aborted request rejects with code `cancelled`. */
  readonly signal?: CancelSignal;
  readonly report?: (progress: Progress) => void;
}
