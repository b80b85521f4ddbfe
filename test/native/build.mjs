// npm run native: builds the native TensorFlow binding of TensorFlow.js (tfjs-node) into .native/.
//
// The package's own installer downloads a prebuilt TensorFlow, for Node 22 at most, from a host that some machines
// cannot reach. This script takes the same JavaScript and C++ from npm and TensorFlow from the Python package
// tensorflow-cpu, and compiles the two together, for Linux on x86-64 and Node 20 or newer, so that the backend
// `tensorflow` can be tested.
//
// Needs npm, pip, a C++17 compiler, the headers of Node, and 1.2 GB of disk while it works (0.9 GB afterwards).

import { spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import yauzl from 'yauzl';

const TFJS_NODE = '4.22.0';
const TENSORFLOW = '2.21.0';

const project = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const target = join(project, '.native');
const tfjsNode = join(target, 'node_modules/@tensorflow/tfjs-node');
const include = join(target, 'include');
const binding = join(tfjsNode, 'lib/napi-v8/tfjs_binding.node');

/** Files that are unpacked from the wheel, and their folders; the rest of its 800 MB stays packed. */
const WANTED = [
  { from: 'tensorflow/libtensorflow_cc.so.2', into: join(tfjsNode, 'deps/lib') },
  { from: 'tensorflow/libtensorflow_framework.so.2', into: join(tfjsNode, 'deps/lib') },
  { from: 'tensorflow/include/tensorflow/c/', into: include },
  { from: 'tensorflow/include/tensorflow/core/platform/', into: include },
  { from: 'tensorflow/include/xla/tsl/c/', into: include },
  { from: 'tensorflow/include/tsl/', into: include },
];

if (process.platform !== 'linux' || process.arch !== 'x64')
  stop(
    `builds on Linux x86-64 only, this is ${process.platform} ${process.arch}. ` +
      'Elsewhere install @tensorflow/tfjs-node with Node 22 or older.',
  );
if (existsSync(binding) && works()) {
  console.log(`Native TensorFlow is already built in ${target}.`);
  process.exit(0);
}
const compiler = process.env.CXX ?? 'g++';
const headers = nodeHeaders();
const python = process.env.PYTHON ?? 'python3';
requireTool(compiler, ['--version'], 'a C++ compiler (Debian: apt-get install g++; or set CXX)');
requireTool(
  python,
  ['-m', 'pip', '--version'],
  'Python with pip (Debian: apt-get install python3-pip; or set PYTHON)',
);

rmSync(target, { recursive: true, force: true });
mkdirSync(target);
installJavaScript();
await unpackTensorFlow(downloadWheel());
compile();
rmSync(include, { recursive: true });
rmSync(join(target, 'wheel'), { recursive: true });
if (!works()) stop('built, but the binding does not load or computes wrongly; see the message above.');
console.log(`Native TensorFlow ${TENSORFLOW} is built in ${target}. "deepliif backends" lists it.`);

/** Installs the package without running its install script, which would download TensorFlow. */
function installJavaScript() {
  step(`taking @tensorflow/tfjs-node ${TFJS_NODE} from npm`);
  writeFileSync(
    join(target, 'package.json'),
    '{ "private": true, "description": "made by npm run native" }\n',
  );
  const npm = [
    'install',
    `@tensorflow/tfjs-node@${TFJS_NODE}`,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ];
  run('npm', npm, 'npm could not install it', { cwd: target });
  // The binding then uses the project's copy, found further up: one tfjs-core for all backends.
  rmSync(join(target, 'node_modules/@tensorflow/tfjs-core'), { recursive: true });
}

/** Downloads the wheel. @returns its path */
function downloadWheel() {
  step(`taking tensorflow-cpu ${TENSORFLOW} from pip (290 MB)`);
  const folder = join(target, 'wheel');
  const pip = ['-m', 'pip', 'download', '-qq', '--retries=1', '--no-deps', '--only-binary=:all:'];
  run(
    python,
    [...pip, '--dest', folder, `tensorflow-cpu==${TENSORFLOW}`],
    `pip has no wheel of tensorflow-cpu ${TENSORFLOW} for this Python and machine. ` +
      'Set PYTHON to one it is made for (3.10 to 3.13)',
  );
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  return wheel ? join(folder, wheel) : stop('pip downloaded no wheel.');
}

async function unpackTensorFlow(wheel) {
  step('unpacking the TensorFlow library and its C headers');
  const zip = await promisify(yauzl.open)(wheel, { lazyEntries: true, autoClose: true });
  const open = promisify(zip.openReadStream.bind(zip));
  let libraries = 0;
  await new Promise((resolve, reject) => {
    zip.on('end', resolve).on('error', reject);
    zip.on('entry', (entry) => {
      const wanted = WANTED.find(({ from }) => entry.fileName.startsWith(from));
      if (!wanted || entry.fileName.endsWith('/')) return zip.readEntry();
      const isLibrary = wanted.into !== include;
      if (isLibrary) libraries++;
      const path = join(
        wanted.into,
        entry.fileName.slice(isLibrary ? 'tensorflow/'.length : 'tensorflow/include/'.length),
      );
      mkdirSync(dirname(path), { recursive: true });
      open(entry)
        .then((stream) => pipeline(stream, createWriteStream(path)))
        .then(() => zip.readEntry(), reject);
    });
    zip.readEntry();
  });
  if (libraries !== 2)
    stop(`the wheel holds ${libraries} of the 2 TensorFlow libraries; is it another build?`);
}

function compile() {
  step(`compiling the binding with ${compiler}`);
  mkdirSync(dirname(binding), { recursive: true });
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(tfjsNode, 'binding', name));
  const flags = ['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'];
  const libraries = [
    `-L${join(tfjsNode, 'deps/lib')}`,
    '-l:libtensorflow_cc.so.2',
    '-l:libtensorflow_framework.so.2',
    '-Wl,-rpath,$ORIGIN/../../deps/lib',
  ];
  const all = [...flags, `-I${headers}`, `-I${include}`, ...sources, ...libraries, '-o', binding];
  run(compiler, all, 'the binding did not compile');
}

/** Loads the binding in a process of its own and computes 1 + 1. */
function works() {
  const script = `const util = require('node:util'); util.isNullOrUndefined ??= (value) => value == null;
    const tf = require(process.argv[1]);
    if (tf.add(1, 1).dataSync()[0] !== 2) throw new Error('1 + 1 is not 2 here');`;
  const environment = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const { status } = spawnSync(process.execPath, ['-e', script, tfjsNode], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 120_000,
  });
  return status === 0;
}

/** Headers of Node, which installs them beside itself; Debian's package puts them elsewhere. */
function nodeHeaders() {
  const beside = join(dirname(process.execPath), '../include/node');
  const found = [beside, '/usr/local/include/node', '/usr/include/node', '/usr/include/nodejs/src'].find(
    (folder) => existsSync(join(folder, 'node_api.h')),
  );
  return (
    found ??
    stop(`finds no headers of Node (node_api.h), not in ${beside} nor under /usr. Debian: libnode-dev.`)
  );
}

function requireTool(command, args, what) {
  const { status } = spawnSync(command, args, { stdio: 'ignore' });
  if (status !== 0) stop(`needs ${what}.`);
}

function run(command, args, complaint, options = {}) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (error) stop(`${complaint}: ${error.message}.`);
  if (status !== 0) stop(`${complaint} (${command} ended with ${status}; its message is above).`);
}

function step(text) {
  console.log(`native: ${text}`);
}

function stop(reason) {
  console.error(`npm run native ${reason}`);
  process.exit(1);
}
