// Checks of models: folders are read and one tile is computed; programs are talked to as DeepLIIF does, with questions that
// it never asks, too.

import { openModelFolder } from '../analysis/openAnalyser.js';
import type { ModelFolder } from '../checkpoints/modelFolder.js';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { contributionsOf } from '../plugins/contributionWords.js';
import { asError } from '../protocol/errors.js';
import type { Contribution } from '../protocol/plugins.js';
import { isProvided, openProvided } from '../providers/openProvided.js';
import { startProgram, type Program } from '../providers/program.js';
import { MODEL_PROTOCOL_VERSION } from '../providers/processModel.js';
import { faultsOfEach, type Check, type Faults } from './checks.js';
import { noise } from './sampleCells.js';
import type { TestedPlugin } from './testedPlugin.js';

type Model = Contribution<'models'>;
type ProgramModel = Model & { readonly process: NonNullable<Model['process']> };

const TILE_PX = 512;
const MOST_BYTES = 256 * 2 ** 20;
const WHITE = 255;

/** Tile whose left half is dark, for models that look for dark nuclei. */
function tileOf(side: number): Uint8Array {
  return noise(side * side * 3, 5).map((value, i) => (Math.floor(i / 3) % side < side / 2 ? value / 3 : 235));
}

function modelRow(
  id: string,
  title: string,
  advice: string,
  faultOf: (folder: ModelFolder, tested: TestedPlugin) => Promise<string | undefined>,
  applies: (folder: ModelFolder) => boolean = () => true,
): Check {
  return {
    ...{ id: `model-${id}`, group: 'model', title, advice },
    async find(tested) {
      if (!tested.plugin.isUsed) return undefined;
      let looked = 0;
      const faults = await faultsOfEach(contributionsOf(tested.plugin, 'models'), async (model) => {
        const folder = await openModelFolder(model.id).catch(() => undefined);
        if (!folder || !applies(folder)) return undefined;
        looked++;
        const fault = await faultOf(folder, tested).catch((error: unknown) => asError(error).message);
        return fault === undefined ? undefined : `${model.title}: ${fault}`;
      });
      return looked === 0 ? undefined : faults;
    },
  };
}

/** Makes the images of tiles through DeepLIIF's own code. */
async function inferred(folder: ModelFolder, tiles: readonly Uint8Array[]) {
  const { model } = await openProvided(folder, { scope: 'all', intermediateMaps: false }, {}, {});
  try {
    const { tilePx: side } = model.manifest;
    const images = [];
    for (const data of tiles.length > 0 ? tiles : [tileOf(side)]) {
      const fits =
        data.length === side * side * 3 ? data : new Uint8Array(side * side * 3).fill(data[0] ?? 0);
      images.push(
        await model.infer(new Map([['ihc', { width: side, height: side, channels: 3, data: fits }]]), {}),
      );
    }
    return images;
  } finally {
    await model.dispose();
  }
}

/** Conversation with a program, message by message. */
function talkTo(program: Program, timeoutMs: number) {
  const limits = { timeoutMs, mostBytes: MOST_BYTES };
  return async (message: string | object): Promise<Readonly<Record<string, unknown>> | string> => {
    program.write(typeof message === 'string' ? message : JSON.stringify(message));
    const line = await program.readLine(limits);
    if (line.end !== 'line')
      return line.end === 'died' ? `ended (${line.how})` : `gave no answer (${line.end})`;
    try {
      return JSON.parse(line.text) as Readonly<Record<string, unknown>>;
    } catch {
      return `wrote ${JSON.stringify(line.text.slice(0, 60))} to standard output`;
    }
  };
}

const request = (id: number, method: string, params: object) => ({ jsonrpc: '2.0', id, method, params });
const initialize = ({ id, tilePx = TILE_PX, mpp }: Model) =>
  request(1, 'initialize', {
    protocol: MODEL_PROTOCOL_VERSION,
    engineVersion: ENGINE_VERSION,
    model: id,
    tilePx,
    mpp,
  });
const infer = (id: number, side: number, data: Uint8Array) =>
  request(id, 'infer', { width: side, height: side, ihc: Buffer.from(data).toString('base64') });

/** A check that talks to the program after its start. */
function programRow(
  id: string,
  title: string,
  advice: string,
  talk: (
    say: ReturnType<typeof talkTo>,
    model: ProgramModel,
    program: Program,
    side: number,
  ) => Promise<string | undefined>,
): Check {
  return {
    ...{ id: `model-${id}`, group: 'model', title, advice },
    async find({ plugin, limits }): Promise<Faults> {
      const models = contributionsOf(plugin, 'models').filter(
        (model): model is ProgramModel => model.process !== undefined,
      );
      if (!plugin.isUsed) return undefined;
      return models.length === 0
        ? undefined
        : faultsOfEach(models, async (model) => {
            const { command, args = [] } = model.process;
            const program = startProgram({ command, args, folder: plugin.folder });
            try {
              const say = talkTo(program, limits.timeoutMs);
              const begun = await say(initialize(model));
              if (typeof begun === 'string') return `${model.title} ${begun} after "initialize"`;
              const { tilePx } = (begun.result ?? {}) as { readonly tilePx?: number };
              const fault = await talk(say, model, program, tilePx ?? model.tilePx ?? TILE_PX);
              return fault === undefined ? undefined : `${model.title} ${fault}`;
            } finally {
              await program.end(0);
            }
          });
    },
  };
}

const isProgram = ({ program }: ModelFolder) => program !== undefined;
/** Time that DeepLIIF waits before it kills a program. */
const GRACE_MS = 2000;

export const modelChecks: readonly Check[] = [
  {
    ...{ id: 'model-sound', group: 'model' },
    title: 'Has a folder or a declaration that can be read',
    advice: 'Correct what the sentence says. docs/extension-api.md lists the fields of manifest.json.',
    find: ({ plugin }) =>
      plugin.isUsed
        ? faultsOfEach(contributionsOf(plugin, 'models'), ({ id }) =>
            openModelFolder(id).then(
              () => undefined,
              (error: unknown) => asError(error).message,
            ),
          )
        : undefined,
  },
  modelRow(
    'described',
    'Says what it is made for',
    'Write it as "detail" of a program or "description" of a manifest, with what it must not be used for.',
    ({ manifest: { description } }) =>
      Promise.resolve(description === undefined ? 'has no description' : undefined),
  ),
  modelRow(
    'scale',
    'Says which magnification it is made for',
    'Add "mpp": images are then scaled to it. Without it, nuclei are as large as each scanner makes them.',
    ({ manifest: { mpp } }) => Promise.resolve(mpp === undefined ? 'has no "mpp"' : undefined),
    isProvided,
  ),
  modelRow(
    'tile',
    'Makes all images of a tile',
    'Correct what the sentence says: sizes, names, and full width × height × 3 values.',
    async (folder) => {
      const [images] = await inferred(folder, []);
      return images!.size === 0 ? 'made no image' : undefined;
    },
    isProvided,
  ),
  modelRow(
    'empty-tile',
    'Answers for white and for black tiles',
    'A tile may hold glass only, or be black at the edge of a slide: beware of divisions by its variance.',
    async (folder) => {
      await inferred(folder, [Uint8Array.of(WHITE), Uint8Array.of(0)]);
      return undefined;
    },
    isProvided,
  ),
  modelRow(
    'two-tiles',
    'Makes equal images of equal tiles',
    'Keep nothing between tiles, and fix the seeds of random numbers.',
    async (folder) => {
      const tile = Uint8Array.of(200);
      const [one, , three] = await inferred(folder, [tile, Uint8Array.of(40), tile]);
      for (const [name, { data }] of one!)
        if (!Buffer.from(data).equals(Buffer.from(three!.get(name)!.data)))
          return `made two pictures "${name}" of one tile`;
      return undefined;
    },
    isProvided,
  ),
  programRow(
    'protocol',
    'Answers with the number of the call',
    'Copy "id" of the message into the answer, and say "jsonrpc": "2.0".',
    async (say, _model, _program, side) => {
      const answer = await say(infer(41, side, tileOf(side)));
      if (typeof answer === 'string') return answer;
      if (answer.id !== 41) return `answered call ${JSON.stringify(answer.id)}, and call 41 was asked`;
      return answer.jsonrpc === '2.0' ? undefined : 'left out "jsonrpc": "2.0"';
    },
  ),
  programRow(
    'unknown-method',
    'Answers an unknown method with an error, and goes on',
    'Answer { "error": { "code": -32601, "message": "…" } }: later versions of DeepLIIF may ask more.',
    async (say, _model, _program, side) => {
      const answer = await say(request(2, 'no-such-method', {}));
      if (typeof answer === 'string') return `${answer} after an unknown method`;
      if (answer.error === undefined) return 'has no "error" for an unknown method';
      const next = await say(infer(3, side, tileOf(side)));
      return typeof next === 'string' ? `${next} after an unknown method` : undefined;
    },
  ),
  programRow(
    'bad-pixels',
    'Answers wrong pixels with an error, and goes on',
    'Compare the number of bytes with width × height × 3 before you compute, and answer with "error".',
    async (say, _model, _program, side) => {
      const answer = await say(request(2, 'infer', { width: side, height: side, ihc: 'AAAA' }));
      if (typeof answer === 'string') return `${answer} after a tile of 3 bytes`;
      if (answer.error === undefined) return 'made images of a tile of 3 bytes';
      const next = await say(infer(3, side, tileOf(side)));
      return typeof next === 'string' ? `${next} after a tile of 3 bytes` : undefined;
    },
  ),
  programRow(
    'shutdown',
    'Ends when it is told to',
    'End the loop at the notification "shutdown": a program that stays keeps memory and GPU.',
    async (_say, _model, program) => {
      program.write(JSON.stringify({ jsonrpc: '2.0', method: 'shutdown' }));
      const line = await program.readLine({ timeoutMs: GRACE_MS, mostBytes: MOST_BYTES });
      return line.end === 'died' ? undefined : 'did not end after "shutdown"';
    },
  ),
  modelRow(
    'program-found',
    'Is a program that starts',
    'Write into the README what must be installed, or use "node", which is always there.',
    async ({ program, dir }, { limits }) => {
      const started = startProgram({ ...program!, folder: dir });
      try {
        started.write(JSON.stringify(request(1, 'initialize', { protocol: MODEL_PROTOCOL_VERSION })));
        const { end } = await started.readLine({ timeoutMs: limits.timeoutMs, mostBytes: MOST_BYTES });
        return end === 'missing' ? `needs "${program!.command}", which was not found` : undefined;
      } finally {
        await started.end(0);
      }
    },
    isProgram,
  ),
];
