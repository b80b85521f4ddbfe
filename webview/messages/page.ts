// Messages that every page sends, whatever it shows.

export type PageUp =
  /** First message of a page; the host posts nothing before it. */
  | { readonly type: 'ready' }
  /** Sizes of areas that the user has dragged, in CSS pixels by name; the next page of this kind begins with them. */
  | { readonly type: 'sizes'; readonly sizes: Readonly<Record<string, number>> }
  /** Error in the page: for the log, and for the user when `show` is set. */
  | { readonly type: 'failed'; readonly message: string; readonly show: boolean };
