// Model that is a program of a plug-in: JSON-RPC 2.0 over its standard input and output, pixels as base64. A program that
// crashes is started again once for the same tile; every answer is checked before its pixels are used.

import type { ModelFolder, ModelProgram } from '../checkpoints/modelFolder.js';
import {
  planOfProvided,
  PROVIDED_MAP,
  type ProvidedImages,
  type ProvidedModality,
} from '../deepliif/providedPlan.js';
import type { Wanted } from '../deepliif/plan.js';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import type { ProvidedModel } from '../inference/loadedModel.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { Raster, Rgb } from '../protocol/raster.js';
import {
  dictionary,
  either,
  list,
  matching,
  oneOf,
  ShapeError,
  stored,
  text,
  truth,
  tuple,
  whole,
} from '../protocol/shape.js';
import { ProgramDied, startRpcProgram, type RpcProgram } from './rpcProgram.js';

/** Version of the messages. Raised when an old program would no longer work. */
export const MODEL_PROTOCOL_VERSION = 1;

export interface ProcessLimits {
  /** Time to load weights. */
  readonly initializeTimeoutMs?: number;
  /** Time for one tile. */
  readonly inferTimeoutMs?: number;
}

const INITIALIZE_TIMEOUT_MS = 120_000;
const INFER_TIMEOUT_MS = 180_000;
const MOST_INITIALIZE_BYTES = 2 ** 20;
/** Names, braces and whatever else an answer holds beside pixels. */
const ROOM_BYTES = 2 ** 20;
const MOST_MODALITIES = 20;

const modality = matching(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a name of lower-case letters, digits and hyphens');
const level = whole(0, 255);
const initialized = stored(
  {
    protocol: oneOf(MODEL_PROTOCOL_VERSION),
    outputs: stored(
      { segmentation: truth },
      {
        modalities: list(
          either(
            modality,
            stored(
              { modality },
              { label: text({ least: 1, most: 100 }), backgroundColour: tuple(level, level, level) },
            ),
          ),
          MOST_MODALITIES,
        ),
      },
    ),
  },
  { tilePx: whole(64, 4096) },
);
const anyText = text({ most: Number.MAX_SAFE_INTEGER });
const inferred = stored({}, { segmentation: anyText, modalities: dictionary(anyText, MOST_MODALITIES) });

/**
 * Starts the program and asks what it makes. The caller disposes of the model, which ends the program.
 * @throws EngineError `plugin-failed` with the names of model and plug-in, `usage`, `cancelled`
 */
export async function openProcessModel(
  folder: ModelFolder & { readonly program: ModelProgram },
  wanted: Wanted,
  limits: ProcessLimits = {},
  control: Control = {},
): Promise<ProvidedModel> {
  const { manifest, plugin, dir, program } = folder;
  const who = `The model "${manifest.title}" of the plug-in ${plugin ? `${plugin.title} ${plugin.version}` : dir}`;
  const { signal } = control;
  const begin = async (asked: Control) => {
    const rpc = startRpcProgram({ ...program, folder: dir }, who);
    try {
      const result = await rpc.call(
        'initialize',
        {
          protocol: MODEL_PROTOCOL_VERSION,
          engineVersion: ENGINE_VERSION,
          model: manifest.id,
          tilePx: manifest.tilePx,
          ...(manifest.mpp === undefined ? {} : { mpp: manifest.mpp }),
        },
        {
          timeoutMs: limits.initializeTimeoutMs ?? INITIALIZE_TIMEOUT_MS,
          mostBytes: MOST_INITIALIZE_BYTES,
          signal: asked.signal,
        },
      );
      return { rpc, said: shaped(initialized, result, `${who} answered "initialize"`) };
    } catch (error) {
      await rpc.end();
      throw error;
    }
  };

  let running: RpcProgram | undefined;
  const { rpc, said } = await begin(signal ? { signal } : {});
  running = rpc;
  try {
    const tilePx = said.tilePx ?? manifest.tilePx;
    const images = imagesOf(said.outputs);
    const plan = planOfProvided(manifest.title, images, wanted);
    const names = plan.kept.map(({ name }) => name);

    const inferTile = async (tile: Raster, asked: Control) => {
      if (!running?.isAlive) running = (await begin(asked)).rpc;
      const count = images.modalities.length + 1;
      return running.call(
        'infer',
        { width: tile.width, height: tile.height, ihc: base64Of(tile) },
        {
          timeoutMs: limits.inferTimeoutMs ?? INFER_TIMEOUT_MS,
          mostBytes: ROOM_BYTES + count * 4 * Math.ceil(tile.width * tile.height),
          signal: asked.signal,
        },
      );
    };

    return {
      manifest: { ...manifest, tilePx },
      plan,
      infer: async (tile, asked) => {
        const ihc = tile.get(manifest.inputs[0]!)!;
        const result = await inferTile(ihc, asked).catch((error: unknown) => {
          if (error instanceof ProgramDied) return inferTile(ihc, asked); // once, by a new process
          throw error;
        });
        const { segmentation, modalities = {} } = shaped(inferred, result, `${who} answered "infer"`);
        return new Map(
          names.map((name) => [
            name,
            pictureOf(name === PROVIDED_MAP ? segmentation : modalities[name], name, ihc, who),
          ]),
        );
      },
      dispose: async () => {
        const ending = running;
        running = undefined;
        await ending?.end();
      },
    };
  } catch (error) {
    await rpc.end();
    throw error;
  }
}

function imagesOf({
  segmentation,
  modalities = [],
}: ReturnType<typeof initialized>['outputs']): ProvidedImages {
  const black: Rgb = [0, 0, 0];
  return {
    segmentation,
    modalities: modalities.map((one): ProvidedModality => {
      const said = typeof one === 'string' ? { modality: one } : one;
      return { label: said.modality, backgroundColour: black, ...said };
    }),
  };
}

function base64Of({ data, channels }: Raster): string {
  if (channels === 3) return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
  const rgb = Buffer.alloc(3 * data.length);
  for (let i = 0; i < rgb.length; i++) rgb[i] = data[Math.floor(i / 3)]!;
  return rgb.toString('base64');
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** @throws EngineError `plugin-failed` for pixels of another size */
function pictureOf(base64: string | undefined, name: string, { width, height }: Raster, who: string): Raster {
  const expected = `${width} × ${height} × 3 = ${width * height * 3} bytes as base64, row by row`;
  const what = name === PROVIDED_MAP ? '"segmentation"' : `"modalities.${name}"`;
  if (base64 === undefined || !BASE64.test(base64))
    throw new EngineError(
      'plugin-failed',
      `${who} answered "infer" ${base64 === undefined ? `without ${what}` : `with a ${what} that is no base64`}; ` +
        `expected ${expected}.`,
    );
  const data = Uint8Array.from(Buffer.from(base64, 'base64'));
  if (data.length !== width * height * 3)
    throw new EngineError(
      'plugin-failed',
      `${who} answered "infer" with a ${what} of ${data.length} bytes; expected ${expected}. Its author must answer with ` +
        'the width and height of the tile.',
    );
  return { width, height, channels: 3, data };
}

function shaped<T>(shape: (value: unknown, where: string) => T, value: unknown, who: string): T {
  try {
    return shape(value, 'result');
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new EngineError(
      'plugin-failed',
      `${who} in a way that this version does not know. ${error.message} See "Models" in docs/extension-api.md.`,
    );
  }
}
