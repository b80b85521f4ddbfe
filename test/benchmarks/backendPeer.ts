// One of our backends as a contender of `npm run bench`: loads a model folder as the product does, and computes a tile
// on request. `node backendPeer.js ID PRECISION MODEL TILE`; the tile is raw float32, (3, tilePx, tilePx).

import { readFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { openAnalyser, openModelFolder } from '../../engine/analysis/openAnalyser.js';
import type { BackendId, Planes, Precision } from '../../engine/backends/backend.js';
import { inferTile } from '../../engine/inference/inferTile.js';

const [id, precision, modelDir, tileFile] = process.argv.slice(2) as [BackendId, Precision, string, string];

const folder = await openModelFolder(modelDir);
const wanted = { scope: 'all', intermediateMaps: false } as const;
const analyser = await openAnalyser(folder, wanted, { backend: id, precision }, {});
const { model } = analyser;
if ('infer' in model) throw new Error('Name a model of networks.');
const { tilePx, inputs } = folder.manifest;
const bytes = new Uint8Array(await readFile(tileFile));
const tile: Planes = { channels: 3, height: tilePx, width: tilePx, data: new Float32Array(bytes.buffer) };
const images = new Map([[inputs[0]!, tile]]);
say({ ready: analyser.backend.description });

for await (const line of createInterface({ input: process.stdin })) {
  const [word, , file] = line.split(' ');
  if (word === 'run') {
    const started = performance.now();
    await inferTile(model, images);
    say({ seconds: (performance.now() - started) / 1000 });
  } else if (word === 'save') {
    const seg = (await inferTile(model, images)).get(model.plan.maps[0]!.name)!;
    await writeFile(file!, new Uint8Array(seg.data.buffer, seg.data.byteOffset, seg.data.byteLength));
    say({ saved: true });
  } else {
    say({ peakMb: Math.round(process.resourceUsage().maxRSS / 1000) });
    process.exit(0);
  }
}

function say(answer: object): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
