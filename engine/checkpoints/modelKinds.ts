// The table of imported kinds with its built-in rows, for whatever asks it by the kind of a model.

import './builtInKinds.js';

export { importedKinds } from './importedKinds.js';
