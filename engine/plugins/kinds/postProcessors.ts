// Post-processors of plug-ins: rules that change a segmentation map before it is scored.
//
// A module exports `postProcessors[id].process(input)`, with `input` a PostProcessInput. It returns the changed map, a Uint8Array of
// width × height × 3. It is called for one tile after the other; `overlapPx` of the contribution is a margin that it sees around
// a tile and whose result is dropped.

import { postProcessors, type PostProcessor } from '../../postprocessing/postProcessors.js';
import type { Raster } from '../../protocol/raster.js';
import { nameOf, pluginFault, type ContributedCode } from './contributed.js';

const TIMEOUT_MS = 60_000;

export interface PostProcessInput {
  readonly width: number;
  readonly height: number;
  /** Micrometres per pixel; null if they are unknown. */
  readonly mpp: number | null;
  /** Segmentation map, row by row: red, green, blue. Red is positive, blue negative, green the border of a nucleus. */
  readonly map: Uint8Array;
  /** The IHC image in the same way. */
  readonly ihc: Uint8Array;
  /** Inferred images that the contribution needs, by name: "dapi". */
  readonly pictures: Readonly<Record<string, Uint8Array>>;
}

/** Adds a post-processor of a plug-in to the table; returns a function that takes it out again. */
export function addPostProcessor(from: ContributedCode<'postProcessors'>): () => void {
  return postProcessors.add(postProcessorRow(from));
}

function postProcessorRow(from: ContributedCode<'postProcessors'>): PostProcessor {
  const { plugin, contribution, code } = from;
  const { id, title, detail = title, overlapPx = 0, needs = [] } = contribution;
  return {
    ...{ id, title, detail, overlapPx, plugin: nameOf(plugin) },
    // Every row sees the IHC image and the map.
    needs: needs.filter((name) => name !== 'ihc' && name !== 'segmentation'),
    async process(map, { ihc, others }, { mpp, control = {} }) {
      const { width, height } = map;
      const input: PostProcessInput = {
        ...{ width, height, mpp: mpp ?? null },
        ...{ map: rgbOf(map), ihc: rgbOf(ihc) },
        pictures: Object.fromEntries([...others].map(([name, picture]) => [name, rgbOf(picture)])),
      };
      const answer = await code.call('postProcessors', id, 'process', [input], {
        timeoutMs: TIMEOUT_MS,
        ...(control.signal ? { signal: control.signal } : {}),
      });
      if (!(answer instanceof Uint8Array) || answer.length !== width * height * 3)
        throw pluginFault(
          'postProcessors',
          from,
          `gave ${shown(answer)}; expected a Uint8Array of ${width} × ${height} × 3 = ${width * height * 3} values`,
        );
      return { width, height, channels: 3, data: answer };
    },
  };
}

/** Bytes of a raster as RGB, row by row. */
function rgbOf({ width, height, channels, data }: Raster): Uint8Array {
  const length = width * height;
  if (channels === 3) return data.slice(0, length * 3);
  const rgb = new Uint8Array(length * 3);
  for (let i = 0; i < length; i++) rgb.fill(data[i]!, 3 * i, 3 * i + 3);
  return rgb;
}

function shown(answer: unknown): string {
  if (ArrayBuffer.isView(answer) && 'length' in answer)
    return `a ${answer.constructor.name} of ${String(answer.length)} values`;
  return answer === null || answer === undefined ? 'nothing' : `a value of type ${typeof answer}`;
}
