// train_opt.txt, in which the reference keeps how a model was trained: one "key: value" line per option.
// docs/reference.md 2.2.

import { MODEL_FILE } from '../tensors/weightFile.js';
import { join } from 'node:path';

import { EngineError } from '../protocol/errors.js';
import { readFileBytes, quoted } from '../files/fileBytes.js';
import { invalidModel } from '../tensors/invalidModel.js';
import { parsePythonLiteral, type PythonValue } from './pythonLiteral.js';
import { exists } from '../files/writeBeside.js';

export const TRAIN_OPTIONS_FILE = 'train_opt.txt';

export type TrainOptions = ReadonlyMap<string, PythonValue>;

/** The reference writes 5 kB and 75 lines. */
const MAXIMUM_BYTES = 1024 * 1024;
const MAXIMUM_LINES = 5000;

/** @throws EngineError `model-not-found` if the folder has no train_opt.txt, `model-invalid` if the file is invalid */
export async function readTrainOptions(dir: string): Promise<TrainOptions> {
  const path = join(dir, TRAIN_OPTIONS_FILE);
  if (!(await exists(path)))
    throw new EngineError(
      'model-not-found',
      `${dir}: there is no ${TRAIN_OPTIONS_FILE}; expected a checkpoint folder of DeepLIIF with its weight files ` +
        'and the options it was trained with',
    );
  return parseTrainOptions(await readFileBytes(path, MAXIMUM_BYTES, MODEL_FILE), path);
}

/**
 * Options by name. Python literals become data, everything else stays the text it is.
 *
 * @throws EngineError `model-invalid` when `bytes` are no options file
 */
export function parseTrainOptions(bytes: Uint8Array, where: string): TrainOptions {
  if (bytes.length > MAXIMUM_BYTES)
    throw invalidModel(where, `has ${bytes.length} bytes; at most ${MAXIMUM_BYTES} are read`);
  const lines = new TextDecoder().decode(bytes).split(/\r?\n/);
  if (lines.length > MAXIMUM_LINES)
    throw invalidModel(where, `has ${lines.length} lines; at most ${MAXIMUM_LINES} are read`);
  const options = new Map<string, PythonValue>();
  for (const [index, line] of lines.entries()) {
    const text = line.trim();
    if (text === '' || isRule(text)) continue;
    const colon = text.indexOf(':');
    const key = text.slice(0, colon).trim();
    if (colon < 1 || !/^\w+$/.test(key))
      throw invalidModel(where, `line ${index + 1}: expected "option: value", found ${quoted(text)}`);
    const value = withoutDefault(text.slice(colon + 1)).trim();
    options.set(key, key === 'phase' ? value : evaluate(value));
  }
  if (options.size === 0) throw invalidModel(where, 'holds no options; expected lines of "option: value"');
  return options;
}

/** "-------- Options --------" and "-------- End --------". */
function isRule(text: string): boolean {
  return text.startsWith('---') && text.endsWith('---');
}

/** Old releases add "[default: 64]" to values that differ from it. */
function withoutDefault(value: string): string {
  const note = value.indexOf('[default:');
  return note >= 0 && value.endsWith(']') ? value.slice(0, note) : value;
}

/** Twice, as the reference does: 'None' in quotes is None, too. */
function evaluate(text: string): PythonValue {
  const once = parsePythonLiteral(text);
  const twice = typeof once === 'string' ? parsePythonLiteral(once) : undefined;
  if (twice !== undefined) return twice;
  return once === undefined ? text : once;
}
