// Model of a request that names none.

/** Id of a bundled model. */
export const DEFAULT_MODEL = 'deepliif-open';
