// Examples at the end of the help of each command, by its name. A test finds commands without any.

import { SYNTHESIS_INPUTS, SYNTHESIS_OUTPUT } from '../synthesis/ihcGenerator.js';

export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  '': [
    'deepliif infer tile.png --out results',
    'deepliif export results/tile --format html --out report.html',
    'deepliif infer --help',
  ],
  infer: [
    'deepliif infer tile.png --out results',
    'deepliif infer slides/ --recursive --out results --json > scores.json',
    'deepliif infer slides/ --out results --mpp 0.5',
    'deepliif infer tile.png --out results --seg-thresh 150 --marker-thresh auto',
    'deepliif infer tile.png --out results --post-process part-touching',
    'deepliif infer tile.png --out results --plugin my-plugin',
  ],
  postprocess: [
    'deepliif postprocess --image tile.png --seg tile_Seg.png \\\n  --marker tile_Marker.png --resolution 40x --out results',
  ],
  run: [
    'deepliif run results/tile/plan.json',
    'deepliif run results/tile --images more-tiles --out more-results',
    'deepliif run results/tile --strict --json',
  ],
  verify: ['deepliif verify results/tile', 'deepliif verify results/tile --json > verified.json'],
  export: [
    'deepliif export results/tile --format csv --mpp 0.25',
    'deepliif export results/* --format geojson --out for-qupath/',
    'deepliif export results/tile --format html --out report.html',
  ],
  evaluate: [
    'deepliif evaluate --pred results --truth masks',
    'deepliif evaluate --pred results --truth points --radius 6 --json > f1.json',
    'deepliif evaluate --pred results --against other-results --truth masks \\\n  --report comparison.html',
  ],
  classical: [
    'deepliif classical images --out baseline',
    'deepliif evaluate --pred results --against baseline --truth masks',
  ],
  style: [
    'deepliif style lab-a lab-b --report style.html',
    'deepliif style slides --by marker --method tsne --features stains,light',
  ],
  distance: [
    'deepliif distance real rendered',
    'deepliif distance real rendered --features inception.onnx --logits logits',
  ],
  train: [
    'deepliif train --data training --out runs',
    'deepliif train --data training --out runs --name lung --n-epochs 50 --detach',
    'deepliif train --config lung.deepliif-train.json',
    'deepliif train --resume runs/2026-11-30-lung',
  ],
  data: ['deepliif data check training'],
  'data check': ['deepliif data check training', 'deepliif data check training --json > findings.json'],
  'data prepare': ['deepliif data prepare --input separate-files --out training'],
  'data render': [
    'deepliif data render --images dsb2018/images --labels dsb2018/labels \\\n  --count 500 --out rendered',
  ],
  'data synthesis-rows': [
    'deepliif data synthesis-rows --data training --out rows',
    'deepliif train --model SDG --data rows --out runs \\\n  --input-names ' +
      `${SYNTHESIS_INPUTS.join(',')} --modalities-names ${SYNTHESIS_OUTPUT}`,
  ],
  plugins: ['deepliif plugins list my-plugin', 'deepliif plugins check my-plugin'],
  'plugins list': ['deepliif plugins list my-plugin another-plugin'],
  'plugins check': ['deepliif plugins check my-plugin --json'],
  'plugins test': [
    'deepliif plugins test my-plugin',
    'deepliif plugins test my-reader --image slide.xyz --json',
  ],
  runs: ['deepliif runs list runs', 'deepliif runs stop runs/2026-11-30-lung'],
  'runs list': ['deepliif runs list runs'],
  'runs show': ['deepliif runs show runs/2026-11-30-lung'],
  'runs compare': ['deepliif runs compare runs/2026-11-29-lung runs/2026-11-30-lung'],
  'runs export': [
    'deepliif runs export runs/2026-11-30-lung --out models/lung',
    'deepliif runs export runs/2026-11-30-lung --csv losses.csv --bom',
  ],
  'runs stop': ['deepliif runs stop runs/2026-11-30-lung'],
  'runs pause': ['deepliif runs pause runs/2026-11-30-lung'],
  'runs continue': ['deepliif runs continue runs/2026-11-30-lung'],
  'runs checkpoint': ['deepliif runs checkpoint runs/2026-11-30-lung'],
  'runs fork': ['deepliif runs fork runs/2026-11-30-lung --checkpoint best'],
  'runs model': ['deepliif runs model runs/2026-11-30-lung --checkpoint best'],
  'runs rates': ['deepliif runs rates runs/2026-11-30-lung --lr-g 0.0001 --lr-d 0.0001'],
  synthesise: [
    'deepliif synthesise --data training --model runs/2026-11-30-sdg \\\n  --neg-to-pos 0.5,0.9 --out more-training',
  ],
  model: ['deepliif model list', 'deepliif model import DeepLIIF_Latest_Model --out models/deepliif'],
  'model import': ['deepliif model import DeepLIIF_Latest_Model --out models/deepliif'],
  'model info': ['deepliif model info models/deepliif'],
  'model test': ['deepliif model test models/deepliif --precision int8'],
  'model export': ['deepliif model export models/deepliif --onnx --out onnx'],
  'model list': ['deepliif model list'],
  backends: ['deepliif backends', 'deepliif backends --only onnx --json'],
  sweep: ['deepliif sweep start nets.deepliif-sweep.json --out sweeps'],
  'sweep start': [
    'deepliif sweep start nets.deepliif-sweep.json --out sweeps --workers 2',
    'deepliif sweep start nets.deepliif-sweep.json --out sweeps --workers 8 \\\n  --queue redis://gpu-server:6379',
    'deepliif sweep start nets.deepliif-sweep.json --out sweeps --detach',
  ],
  'sweep resume': ['deepliif sweep resume sweeps/20261130-120000-nets --workers 2'],
  'sweep worker': ['deepliif sweep worker sweeps/20261130-120000-nets --workers 2'],
  'sweep list': ['deepliif sweep list sweeps/20261130-120000-nets'],
  'sweep best': ['deepliif sweep best sweeps/20261130-120000-nets --json'],
  'sweep importance': ['deepliif sweep importance sweeps/20261130-120000-nets'],
  'sweep export': ['deepliif sweep export sweeps/20261130-120000-nets --csv trials.csv'],
  'sweep import': [
    'deepliif sweep import optuna.db --out optuna.log',
    'deepliif sweep import optuna.db --study nets --out journals',
  ],
  'sweep pause': ['deepliif sweep pause sweeps/20261130-120000-nets'],
  'sweep continue': ['deepliif sweep continue sweeps/20261130-120000-nets'],
  'sweep drain': ['deepliif sweep drain sweeps/20261130-120000-nets'],
  'sweep workers': ['deepliif sweep workers sweeps/20261130-120000-nets 4'],
  'sweep stop-trial': ['deepliif sweep stop-trial sweeps/20261130-120000-nets 17'],
  'sweep retry': [
    'deepliif sweep retry sweeps/20261130-120000-nets 17',
    'deepliif sweep retry sweeps/20261130-120000-nets 17 --from-checkpoint',
  ],
  'sweep change': ['deepliif sweep change sweeps/20261130-120000-nets nets.deepliif-sweep.json'],
  'sweep enqueue': [`deepliif sweep enqueue sweeps/20261130-120000-nets '{"ngf": 32}'`],
  worker: [
    'deepliif worker --queue redis://gpu-server:6379 --shared /mnt/lab/sweeps',
    'deepliif worker --queue postgres://lab@gpu-server/deepliif \\\n  --out runs --data training',
  ],
};
