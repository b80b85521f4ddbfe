// The limits of every reader: how large a file may be and how much of it is taken. A record may come from anywhere, and
// none may fill the memory or hang its reader. All lie far above what the engine writes.

export const MEBIBYTE = 2 ** 20;

// Results
export const MOST_RESULT_BYTES = 4 * MEBIBYTE;
/** Two hundred steps with the weights of a thousand networks. */
export const MOST_PLAN_BYTES = 4 * MEBIBYTE;
export const MOST_SCORING_BYTES = 4 * MEBIBYTE;
/** 200,000 corrections under long names of maps. */
export const MOST_CORRECTION_BYTES = 256 * MEBIBYTE;
/** A hundred thousand cells are some 30 MB; the longest text that Node can hold has 512 MB. */
export const MOST_CELL_BYTES = 500 * MEBIBYTE;
/** The most that post-processing finds. */
export const MOST_CELLS = 5_000_000;
export const MOST_RESULT_FILES = 1000;
export const MOST_MAPS = 100;
export const MOST_TIMINGS = 100;
/** A hundred thousand images with their options. */
export const MOST_BATCH_BYTES = 128 * MEBIBYTE;
/** Post-processors of one analysis. */
export const MOST_POST_PROCESSORS = 20;
export const MOST_NOTICES = 1000;
export const LONGEST_TEXT_LETTERS = 100_000;
export const LONGEST_PATH_LETTERS = 32_767;
/** Sides of an image, in pixels. */
export const LARGEST_SIDE_PX = 2 ** 31;
/** An image whose checksum is computed in a fraction of a second. */
export const MOST_HASHED_BYTES = 64 * MEBIBYTE;
/** The beginning of a picture file: a JPEG has its size after its colour profile and thumbnail. */
export const PICTURE_HEADER_BYTES = MEBIBYTE;

// Runs
export const MOST_RUN_FILE_BYTES = 64 * MEBIBYTE;
export const MOST_NOTES_BYTES = 256 * 1024;
export const MOST_PROCESS_FILE_BYTES = 64 * 1024;
export const MOST_CHECKPOINT_STATE_BYTES = 256 * MEBIBYTE;
/** Events are read in pieces of this size. */
export const EVENTS_PIECE_BYTES = MEBIBYTE;
/** A list of runs reads the two ends of long files only. */
export const GLANCE_HEAD_BYTES = 64 * 1024;
export const GLANCE_TAIL_BYTES = 512 * 1024;
/** The end of the events that holds the last step: the line of a step has a few kilobytes at most. */
export const LAST_STEPS_BYTES = MEBIBYTE;

// TensorBoard's event files
/** A larger record than any picture needs is skipped. */
export const MOST_TENSORBOARD_RECORD_BYTES = 64 * MEBIBYTE;
export const TENSORBOARD_BUFFER_BYTES = MEBIBYTE;
export const LONGEST_TAG_LETTERS = 300;
export const MOST_TENSORBOARD_PROBLEMS = 20;
export const MOST_PICTURES_OF_A_VALUE = 64;
export const MOST_HPARAMS = 1000;
export const LONGEST_HPARAM_LETTERS = 400;
export const MOST_TENSOR_STRINGS = 1002;
/** A glance reads the beginnings of the first files. */
export const MOST_GLANCED_FILES = 20;

/** Bytes of TensorBoard's files that one reading takes. */
export interface PieceLimits {
  /** Bytes of records. */
  readonly bytes: number;
  /** Numbers and pictures. */
  readonly values: number;
}

/** A piece of a folder that is followed. */
export const PIECE_LIMITS: PieceLimits = { bytes: 16 * MEBIBYTE, values: 200_000 };
/** The beginning of each file, where hyperparameters stand if anywhere. */
export const GLANCE_LIMITS: PieceLimits = { bytes: 128 * 1024, values: 2000 };

// Journals of studies
/** A trial's line has a few thousand letters. */
export const LONGEST_JOURNAL_LINE_LETTERS = 16 * MEBIBYTE;

// Databases of Optuna
/** A study of ten thousand trials has some 20 MB. */
export const MOST_DATABASE_BYTES = 1024 * MEBIBYTE;
export const MOST_DATABASE_ROWS = 20_000_000;

// Sweeps
/** Ten thousand trials that are to be stopped. */
export const MOST_CONTROL_BYTES = 256 * 1024;
/** A configuration of a sweep, and those before it. */
export const MOST_SWEEP_BYTES = 32 * MEBIBYTE;
export const MOST_LEASE_BYTES = 64 * 1024;
export const MOST_SWEEP_PARAMETERS = 100;
export const MOST_SWEEP_CHOICES = 1000;
/** Running trials whose leases are read; a sweep has far fewer workers. */
export const MOST_LEASES = 1000;

/** package.json and package.nls.json of a plug-in. */
export const MOST_PLUGIN_FILE_BYTES = 4 * MEBIBYTE;
/** Notebook block of a plug-in: more than anybody reads in a cell. */
export const MOST_BLOCK_BYTES = 256 * 1024;
