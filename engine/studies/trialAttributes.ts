// Attributes by which trials and studies of our journals say more than Optuna knows. Optuna shows and keeps them.

/** Attribute of a trial: why it failed, in words. */
export const REASON_ATTR = 'reason';
/** System attribute of a trial: number of the trial from whose last checkpoint its training continues. */
export const CHECKPOINT_OF_ATTR = 'checkpoint_of';
/** System attributes of a trial that tries another one again, as Optuna's callback for failed trials writes them. */
export const FIRST_TRIAL_ATTR = 'failed_trial';
export const RETRIES_ATTR = 'retry_history';
