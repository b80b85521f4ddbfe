// An analyser with the toy model's plan, whose networks only copy: dark pixels of the input become cells.

import type { Analyser } from '../../../engine/analysis/analyseImage.js';
import { openModelFolder } from '../../../engine/analysis/openAnalyser.js';
import type { LoadedNetwork, Planes } from '../../../engine/backends/backend.js';
import { plan } from '../../../engine/deepliif/plan.js';
import { TOY_MODEL } from '../../toyModel.js';

export async function copyingAnalyser(): Promise<Analyser> {
  const folder = await openModelFolder(TOY_MODEL);
  const steps = plan(folder.manifest, { scope: 'all', intermediateMaps: false });
  const network = (of: (input: Planes) => Planes): LoadedNetwork => ({
    run: (input) => Promise.resolve(of(input)),
    dispose: () => Promise.resolve(),
  });
  const networks = new Map(
    steps.steps.map(({ name }) => [name, network(name.startsWith('Seg') ? darkIsCell : copyOf)]),
  );
  const { manifest } = folder;
  return {
    folder,
    backend: { id: 'cpu', description: 'networks that only copy' },
    precision: 'float32',
    model: { manifest, plan: steps, networks, lanes: 2, dispose: () => Promise.resolve() },
  };
}

function copyOf({ data, ...size }: Planes): Planes {
  return { ...size, data: data.slice() };
}

/** Blue, negative, where it is dark; red, positive, where it is darker; weak where neither is sure. */
function darkIsCell({ data, height, width }: Planes): Planes {
  const planePx = height * width;
  const map = new Float32Array(3 * planePx).fill(-1);
  for (let i = 0; i < planePx; i++)
    if (data[i]! < 0.2) map[(data[i]! < -0.2 ? 0 : 2) * planePx + i] = Math.min(1, 0.3 - data[i]!);
  return { channels: 3, height, width, data: map };
}
