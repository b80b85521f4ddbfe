import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFeatureNetwork } from '../../../../engine/backends/onnx/featureNetwork.js';
import { ONNX_OUTPUT } from '../../../../engine/backends/onnx/writeOnnx.js';
import { colourMeans } from './colourMeans.js';

const OPTIONS = { layout: 'nchw', mean: [0, 0, 0], deviation: [0.5, 1, 1] } as const;

describe('feature network of the user', () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'deepliif-features-'))));
  after(() => rm(folder, { recursive: true, force: true }));
  const written = async (bytes: Uint8Array) => {
    const file = join(folder, 'network.onnx');
    await writeFile(file, bytes);
    return file;
  };

  it('gives a vector per output: levels are normalised, maps averaged', async () => {
    const network = await openFeatureNetwork(await written(colourMeans()), OPTIONS);
    const data = Uint8Array.of(255, 51, 0, 0, 51, 0, 255, 51, 0, 0, 51, 0);
    const outputs = await network.run({ width: 2, height: 2, channels: 3, data });
    const [red, green, blue] = outputs.get(ONNX_OUTPUT)!;
    assert.deepEqual([red, green!.toFixed(3), blue], [1, '0.200', 0]);
    await network.close();
  });

  it('is refused if its weights lie in other files', async () => {
    const entry = Buffer.from('\x0a\x08location\x12\x0b/etc/passwd', 'latin1');
    const file = await written(Buffer.concat([colourMeans(), entry]));
    await assert.rejects(openFeatureNetwork(file, OPTIONS), /keeps weights in other files/);
  });

  it('is refused if it is no ONNX file, or is missing', async () => {
    await assert.rejects(
      openFeatureNetwork(await written(Buffer.from('weights')), OPTIONS),
      /is no network that onnxruntime runs/,
    );
    await assert.rejects(openFeatureNetwork(join(folder, 'none.onnx'), OPTIONS), /cannot be opened/);
  });
});
