// The model that is taken when nobody names one.

/** Id of a bundled model, until a better one exists. */
export const DEFAULT_MODEL = 'deepliif-tiny';
