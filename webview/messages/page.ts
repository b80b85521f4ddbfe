// Messages that every page sends, whatever it shows.

export type PageUp =
  /** First message of a page; the host posts nothing before it. */
  | { readonly type: 'ready' }
  /** Error in the page: for the log, and for the user when `show` is set. */
  | { readonly type: 'failed'; readonly message: string; readonly show: boolean };
