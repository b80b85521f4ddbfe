// Words about a demo model, whose scores are no results, and the place of the authors' own model. Every part that shows a
// score of a demo model says the same sentence.

/** Badge of a demo model and of everything made with it; the extension and pages translate it. */
export const DEMO_NOTE = 'demo model: not for results';

/** Model that the authors of DeepLIIF publish. Its licence is theirs, and it is for non-commercial use. */
export const PUBLISHED_MODEL = {
  file: 'DeepLIIF_Latest_Model.zip',
  doi: '10.5281/zenodo.4751737',
  page: 'https://doi.org/10.5281/zenodo.4751737',
} as const;
