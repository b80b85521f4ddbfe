// Words for a demo model, the same wherever a score of one is shown.

/** Note beside every score of a model that only shows how the program works. */
export const DEMO_NOTE = 'demo model: not for results';
