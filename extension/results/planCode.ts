// Code that repeats a plan: a command line, a cell of a notebook, a script of another extension, Python. Paths are absolute,
// since nobody knows where the code will be pasted. Pure: the same plan gives the same text.

import { basename, join } from 'node:path';
import type { AnalysisOptions } from '../../engine/protocol/requests.js';
import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';
import { stepsNamed, type Plan } from '../../engine/reading/plan.js';
import {
  changedResolution,
  lastThresholds,
  postProcessorsOf,
  requestOfPlan,
  withoutResolution,
} from '../../engine/reading/planRequest.js';
import { commandText, type Shell } from './shellQuote.js';

/** A plan with the places that the code names, as absolute paths. */
export interface PlacedPlan {
  readonly plan: Plan;
  /** The plan's own file. */
  readonly file: string;
  readonly image: string;
  /** Folder that gets the result folder. */
  readonly out: string;
  /** Folder or id of the model; ignored for plans without one. */
  readonly model: string;
  readonly seg?: string;
  readonly marker?: string;
  /** Folders of the plug-ins that took part. */
  readonly plugins?: readonly string[];
}

/** Command for a shell, as a person would write it. */
export function shellCommand(placed: PlacedPlan, shell: Shell): string {
  return commandText(commandParts(placed), shell);
}

/** Cell of a notebook of this extension. */
export function notebookCode({ plan, image, out, model, seg, marker }: PlacedPlan): string {
  const request = requestOfPlan(plan, model);
  const thresholds = lastThresholds(plan);
  if (!request) {
    const files = literal({ image, seg, marker });
    return `const result = await deepliif.postprocess(\n  ${indented(files)},\n  ${indented(literal(thresholds ?? {}))},\n  { into: ${quoted(out)} },\n);\nresult`;
  }
  // Notebooks have one way to say the µm per pixel.
  const options = { ...request, mppBasis: undefined };
  // A user's settings may have other thresholds than the defaults.
  const usual = Object.fromEntries(THRESHOLD_FLAGS.map(([, key, value]) => [key, value]));
  const full = thresholds && { thresholds: { ...usual, ...withoutResolution(thresholds) } };
  const call = `await deepliif.infer(${quoted(image)}, ${literal({ ...options, ...full, into: out })})`;
  return changedResolution(plan)
    ? `const analysed = ${call};\nconst result = await deepliif.postprocess(analysed, ${literal(thresholds!)});\nresult`
    : `const result = ${call};\nresult`;
}

/** Settings of the API, and those that it decides by itself. */
const KEYS_OF_API = ['model', 'backend', 'precision', 'mpp', 'mppBasis', 'thresholds'];

/** Script of another extension, by its API; undefined for settings that the API does not have. */
export function extensionCode({ plan, image, out, model }: PlacedPlan): string | undefined {
  const request = requestOfPlan(plan, model);
  if (!request) return undefined;
  const { mpp, precision } = request;
  if (precision === 'int8' || Object.keys(request).some((key) => !KEYS_OF_API.includes(key)))
    return undefined;
  const thresholds = lastThresholds(plan);
  const options = literal({ model, mpp }).replace(/ ?\}$/, `, into: vscode.Uri.file(${quoted(out)}) }`);
  return [
    `import * as vscode from 'vscode';\n`,
    `const extension = vscode.extensions.getExtension('deepliif.deepliif')!;`,
    `const deepliif = (await extension.activate()).getApi(1);`,
    `const result = await deepliif.infer(vscode.Uri.file(${quoted(image)}), ${options});`,
    ...(thresholds
      ? [
          `const scored = await deepliif.rescore(result.folder, ${literal(thresholds)});`,
          'console.log(scored.scoring);',
        ]
      : []),
  ].join('\n');
}

/** Python that calls the command line and reads the scores, without other packages. */
export function pythonCode(placed: PlacedPlan): string {
  const words = commandParts(placed).map(
    (part) => `    ${part.map((word) => JSON.stringify(word)).join(', ')},`,
  );
  const folder = join(placed.out, nameOfResult(placed.image));
  const scores = lastThresholds(placed.plan)
    ? `\n\nfolder = Path(${JSON.stringify(folder)})\nscores = json.loads((folder / "scoring.json").read_text())\nprint(scores)`
    : '';
  const imports =
    scores === '' ? 'import subprocess' : 'import json\nimport subprocess\nfrom pathlib import Path';
  return `${imports}\n\ncommand = [\n${words.join('\n')}\n]\nsubprocess.run(command, check=True)${scores}`;
}

/** Name that the command line gives the result of an image. */
function nameOfResult(image: string): string {
  return basename(image).replace(/\.[^.]+$/, '');
}

type Parts = readonly (readonly string[])[];

function commandParts(placed: PlacedPlan): Parts {
  const { plan, file, image, out, model, seg, marker, plugins = [] } = placed;
  const pluginFlags = plugins.map((folder) => ['--plugin', folder]);
  const thresholds: Partial<PostprocessOptions> = lastThresholds(plan) ?? {};
  const request = requestOfPlan(plan, model);
  const colour = stepsNamed(plan, 'readImage')[0]?.colour;
  if (!request)
    return [
      ['deepliif', 'postprocess'],
      ['--image', image],
      ['--seg', seg ?? ''],
      ...flag('--marker', marker),
      ...flag('--resolution', thresholds.resolution),
      ['--out', out],
      ...thresholdFlags(thresholds),
      ...(thresholds.asReference ? [['--as-reference']] : []),
      ...postProcessFlags(postProcessorsOf(plan)),
      ...flag('--colour', colour === 'managed' ? undefined : colour),
      ...pluginFlags,
    ];
  // `infer` has no flags for another resolution than that of its tiles, and for the mistake of the reference.
  if (changedResolution(plan) || thresholds.asReference)
    return [['deepliif', 'run', file], ['--image', image], ['--out', out], ...pluginFlags];
  return [
    ['deepliif', 'infer', image],
    ['--out', out],
    ...inferenceFlags(request),
    ...thresholdFlags(thresholds),
    ...pluginFlags,
  ];
}

function inferenceFlags({
  model,
  backend,
  precision,
  mpp,
  tilePx,
  overlapPx,
  emptyTiles,
  normalisation,
  colour,
  scope,
  intermediateMaps,
  segmentationWeights,
  postProcessors,
}: AnalysisOptions): Parts {
  return [
    ['--model', model],
    ['--backend', backend],
    ...flag('--precision', precision === 'int8' ? precision : undefined),
    ...flag('--mpp', mpp),
    ...flag('--tile-size', tilePx),
    ...flag('--overlap', overlapPx),
    ...flag('--normalisation', normalisation),
    ...flag('--empty-tiles', emptyTiles),
    ...flag('--colour', colour),
    ...(scope === 'segmentation' ? [['--seg-only']] : scope === 'modalities' ? [['--mod-only']] : []),
    ...(intermediateMaps ? [['--seg-intermediate']] : []),
    ...flag('--seg-weights', segmentationWeights?.join(',')),
    ...postProcessFlags(postProcessors),
  ];
}

/** Flags of thresholds in `infer` and `postprocess`, with their defaults. */
const THRESHOLD_FLAGS = [
  ['--seg-thresh', 'segThreshold', 120],
  ['--noise-thresh', 'noiseThreshold', 4],
  ['--large-noise-thresh', 'largeNoiseThreshold', 'none'],
  ['--size-thresh', 'sizeThreshold', 'auto'],
  ['--size-thresh-upper', 'sizeThresholdUpper', undefined],
  ['--marker-thresh', 'markerThreshold', 'none'],
  ['--od-thresh-lower', 'odThresholdLower', undefined],
  ['--od-thresh-upper', 'odThresholdUpper', undefined],
] as const;

/** Thresholds that differ from the defaults. */
function thresholdFlags(thresholds: Partial<PostprocessOptions>): Parts {
  return THRESHOLD_FLAGS.flatMap(([name, key, usual]) =>
    flag(name, thresholds[key] === usual ? undefined : thresholds[key]),
  );
}

function postProcessFlags(ids: readonly string[] = []): Parts {
  return ids.map((id) => ['--post-process', id]);
}

function flag(name: string, value: string | number | undefined): Parts {
  return value === undefined ? [] : [[name, String(value)]];
}

/** Object literal of TypeScript, on one line if it is short. */
function literal(value: object): string {
  const fields = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(
      ([key, one]) =>
        `${key}: ${typeof one === 'object' && !Array.isArray(one) ? indented(literal(one as object)) : valueText(one)}`,
    );
  const line = `{ ${fields.join(', ')} }`;
  if (fields.length === 0) return '{}';
  return line.length <= 60 && !line.includes('\n')
    ? line
    : `{\n${fields.map((one) => `  ${one},\n`).join('')}}`;
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  return Array.isArray(value) ? `[${value.map(valueText).join(', ')}]` : String(value);
}

/** String literal of TypeScript. */
function quoted(text: string): string {
  return /^[^'"\\\p{C}\p{Zl}\p{Zp}]*$/u.test(text) ? `'${text}'` : JSON.stringify(text);
}
