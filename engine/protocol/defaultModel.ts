// Model of a request that names none.

/** Id of a bundled model, until a better one exists. */
export const DEFAULT_MODEL = 'deepliif-tiny';
