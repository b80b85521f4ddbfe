import assert from 'node:assert/strict';
import {
  extensionCode,
  notebookCode,
  pythonCode,
  shellCommand,
} from '../../../../extension/results/planCode.js';
import { INFER, planWith, READ_IMAGE, SCORE } from '../../reading/writtenPlan.js';

const PLACES = {
  file: '/results/tile/plan.json',
  image: '/images/tile.png',
  out: '/results',
  model: '/models/lung',
};
const placed = { ...PLACES, plan: planWith(READ_IMAGE, INFER, SCORE) };

describe('a plan as code', () => {
  it('is a command line that a person would write', () => {
    assert.equal(
      shellCommand(placed, 'posix'),
      'deepliif infer /images/tile.png \\\n  --out /results \\\n  --model /models/lung \\\n  --backend onnx \\\n  --seg-thresh 150',
    );
  });

  it('quotes paths for the shell', () => {
    const image = "/images/Anna's $HOME.png";
    const out = '-out';
    assert.match(shellCommand({ ...placed, image }, 'posix'), /infer '\/images\/Anna'\\''s \$HOME\.png'/);
    assert.match(
      shellCommand({ ...placed, image }, 'powershell'),
      /infer '\/images\/Anna''s \$HOME\.png' `\n/,
    );
    assert.match(shellCommand({ ...placed, out }, 'posix'), /--out -out/);
  });

  it('names every threshold in a cell, since settings may set others', () => {
    assert.equal(
      notebookCode(placed),
      `const result = await deepliif.infer('/images/tile.png', {
  model: '/models/lung',
  backend: 'onnx',
  precision: 'float32',
  thresholds: {
    segThreshold: 150,
    noiseThreshold: 4,
    largeNoiseThreshold: 'none',
    sizeThreshold: 'auto',
    markerThreshold: 'none',
  },
  into: '/results',
});
result`,
    );
  });

  it('takes the last thresholds', () => {
    const thresholds = { resolution: '40x', odThresholdLower: 20, noiseThreshold: 9 } as const;
    const plan = planWith(READ_IMAGE, INFER, SCORE, { step: 'rescore', thresholds, version: '0.1.0' });
    assert.match(
      shellCommand({ ...placed, plan }, 'posix'),
      /^deepliif infer [^]*--backend onnx \\\n {2}--noise-thresh 9 \\\n {2}--od-thresh-lower 20$/,
    );
  });

  it('names post-processors and the folders of plug-ins', () => {
    const plugin = { id: 'swap', plugin: 'acme.swap', version: '1.0.0' };
    const step = { step: 'postProcess', postProcessors: [plugin] } as const;
    const plan = planWith(READ_IMAGE, INFER, step, SCORE);
    assert.match(
      shellCommand({ ...placed, plan, plugins: ['/plug ins/swap'] }, 'posix'),
      / {2}--post-process swap \\\n {2}--seg-thresh 150 \\\n {2}--plugin '\/plug ins\/swap'$/,
    );
  });

  it('runs the plan itself if the command has no flag for what it says', () => {
    const thresholds = { resolution: '20x' } as const;
    const plan = planWith(READ_IMAGE, INFER, SCORE, { step: 'rescore', thresholds, version: '0.1.0' });
    assert.equal(
      shellCommand({ ...placed, plan }, 'posix'),
      'deepliif run /results/tile/plan.json --image /images/tile.png --out /results',
    );
  });

  it('scores a segmentation map that another program made', () => {
    const seg = { ...READ_IMAGE, step: 'readPicture', picture: 'segmentation' } as const;
    const plan = planWith(READ_IMAGE, seg, SCORE);
    const command = shellCommand({ ...placed, plan, seg: '/images/seg.png' }, 'posix');
    assert.match(
      command,
      /^deepliif postprocess \\\n {2}--image \/images\/tile\.png \\\n {2}--seg \/images\/seg\.png/,
    );
    assert.match(command, /--resolution 40x/);
    assert.equal(extensionCode({ ...placed, plan, seg: '/images/seg.png' }), undefined);
  });

  it('is a script of another extension, if its API has the settings', () => {
    const code = extensionCode(placed)!;
    assert.match(code, /getApi\(1\)/);
    assert.match(
      code,
      /infer\(vscode\.Uri\.file\('\/images\/tile\.png'\), \{ model: '\/models\/lung', into: vscode/,
    );
    assert.match(code, /rescore\(result\.folder, \{\n {2}resolution: '40x',\n {2}segThreshold: 150,/);
    const plan = planWith(READ_IMAGE, { ...INFER, precision: 'int8' }, SCORE);
    assert.equal(extensionCode({ ...placed, plan }), undefined);
  });

  it('is Python that calls the command and reads its scores', () => {
    const code = pythonCode(placed);
    assert.match(
      code,
      /^import json\nimport subprocess\nfrom pathlib import Path\n\ncommand = \[\n {4}"deepliif", "infer", /,
    );
    assert.match(code, /folder = Path\("\/results\/tile"\)/);
  });
});
