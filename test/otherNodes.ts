// Tests that also run on the other Node versions that the product promises: those of code that asks something of Node
// (files, streams, sockets, processes, threads, native packages). Pure mathematics gives the same numbers on all of them.

/** Folders of unit tests. */
export const DEPENDS_ON_NODE = [
  'test/unit/analysis', // images in, results out
  'test/unit/backends', // native packages, WebAssembly, worker threads
  'test/unit/checkpoints', // zip and pickle streams
  'test/unit/exports', // files
  'test/unit/extension/engine', // child processes and their channel
  'test/unit/extension/panels', // the HTTP server of tiles
  'test/unit/extension/results', // folders
  'test/unit/extension/runs', // files that grow while they are read
  'test/unit/files', // files
  'test/unit/images', // sharp, zlib
  'test/unit/pictures', // tiles of images on disk
  'test/unit/reading', // files
  'test/unit/records', // files, renamed and locked
  'test/unit/requests', // the engine's process
  'test/unit/training/run', // files, sockets, signals
] as const;

/** The whole path of an analysis, by the built command line. */
export const WHOLE_PATH = 'test/integration/cli/infer.test.ts';

/** Versions beside the oldest one, on which everything runs. */
export const OTHER_NODES = ['22', '24'] as const;

/** Patterns of the compiled tests, for mocha. */
export const specsForOtherNodes = (): readonly string[] => [
  ...DEPENDS_ON_NODE.map((folder) => `out/${folder}/**/*.test.js`),
  `out/${WHOLE_PATH.replace(/\.ts$/, '.js')}`,
];
