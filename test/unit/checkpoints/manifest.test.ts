import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseManifest, validateManifest } from '../../../engine/checkpoints/manifest.js';
import type { ModelManifest } from '../../../engine/deepliif/manifest.js';
import { GENERATOR_PATTERN, GENERATOR_WORDS } from '../../../engine/networks/architecture.js';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { bytes } from './pickleBytes.js';
import { refusal } from './refusal.js';

const architecture: ModelManifest['translations'][number]['architecture'] = {
  name: 'resnet_9blocks',
  inChannels: 3,
  outChannels: 3,
  filters: 64,
  norm: 'batch',
  dropout: true,
  padding: 'zero',
  upsampling: 'transposed-convolution',
};
const sha256 = 'a'.repeat(64);

/** Every field that a manifest of networks can have. */
const FULL: Required<Omit<ModelManifest, 'onnx'>> = {
  schemaVersion: 1,
  id: 'my-model-1.0',
  title: 'My model',
  description: 'Words.',
  licence: 'Apache-2.0',
  demo: true,
  kind: 'DeepLIIF',
  inputs: ['ihc'],
  tilePx: 512,
  overlapPx: 32,
  mpp: 0.25,
  normalisation: 'tile',
  refinements: ['black-is-positive', 'part-touching'],
  translations: [
    { modality: 'dapi', label: 'DAPI', backgroundColour: [0, 10, 255], weights: 'dapi.safetensors', sha256, architecture },
  ],
  segmentations: [
    {
      name: 'dapi',
      from: ['ihc', 'dapi'],
      output: 'Seg',
      weight: 0.5,
      weights: 'seg/dapi.safetensors',
      sha256,
      architecture: { ...architecture, name: 'unet_512', inChannels: 6 },
    },
  ],
  test: {
    input: 'test/input.png',
    expected: { dapi: 'test/dapi.png', Seg: 'test/Seg.png' },
    toleranceLevels: 1,
    minimumEqualShare: 0.99,
  },
  provenance: { source: 'made up', files: { 'G1.pt': sha256 }, options: { ngf: 64, nested: { anything: [null] } } },
}; // prettier-ignore

type Path = readonly (string | number)[];

/** A copy of the full manifest with one field changed; undefined removes it. */
function changed(path: Path, value: unknown): unknown {
  const copy = structuredClone(FULL) as unknown as Record<string | number, unknown>;
  let owner = copy;
  for (const key of path.slice(0, -1)) owner = owner[key] as Record<string | number, unknown>;
  if (value === undefined) delete owner[path.at(-1)!];
  else owner[path.at(-1)!] = value;
  return JSON.parse(JSON.stringify(copy));
}

const check = (value: unknown) => validateManifest(value, 'manifest.json');

describe('a manifest', () => {
  it('may have every field of its type', () => assert.equal(check(FULL), FULL));

  it('may do without the optional ones', () => {
    for (const field of ['description', 'licence', 'mpp', 'overlapPx', 'test', 'provenance'])
      assert.doesNotThrow(() => check(changed([field], undefined)), field);
  });

  it('may point editors to its schema', () =>
    assert.doesNotThrow(() => check(changed(['$schema'], '../schema.json'))));

  const required: Path[] = [
    ...['schemaVersion', 'id', 'title', 'kind', 'inputs', 'tilePx', 'normalisation'].map((key) => [key]),
    ...['translations', 'segmentations'].map((key) => [key]),
    ...Object.keys(FULL.translations[0]!).map((key) => ['translations', 0, key]),
    ...Object.keys(FULL.segmentations[0]!).map((key) => ['segmentations', 0, key]),
    ...Object.keys(architecture).map((key) => ['translations', 0, 'architecture', key]),
    ...Object.keys(FULL.test).map((key) => ['test', key]),
    ['provenance', 'source'],
  ];
  for (const path of required)
    it(`must have ${path.join('.')}`, () =>
      assert.throws(() => check(changed(path, undefined)), refusal(/must have required property/)));

  const wrong: [path: Path, value: unknown, message: RegExp][] = [
    [['surprise'], 1, /additional properties: "surprise"/],
    [['translations', 0, 'surprise'], 1, /translations\.0 .*additional properties: "surprise"/],
    [['translations', 0, 'architecture', 'layers'], 1, /architecture .*additional/],
    [['schemaVersion'], 2, /schemaVersion must be equal to constant: 1/],
    [['id'], '../escape', /id must match/],
    [['id'], 'Capital', /id must match/],
    [['id'], '..', /id must match/],
    [['title'], '', /title/],
    [['kind'], '', /kind/],
    [['kind'], 1, /kind must be string/],
    [['inputs'], [], /inputs/],
    [['inputs'], ['ihc', 'ihc'], /inputs must NOT have duplicate/],
    [['tilePx'], 0, /tilePx/],
    [['tilePx'], 512.5, /tilePx must be integer/],
    [['tilePx'], 1e9, /tilePx/],
    [['tilePx'], 500, /tiles of 500 px do not fit network "dapi", which needs a multiple of 512/],
    [['mpp'], 0, /mpp/],
    [['mpp'], null, /mpp must be number/],
    [['normalisation'], 'batch', /normalisation must be equal to one of/],
    [['translations', 0, 'modality'], 'DAPI', /modality must match/],
    [['translations', 0, 'backgroundColour'], [0, 0], /backgroundColour/],
    [['translations', 0, 'backgroundColour', 0], 256, /backgroundColour\.0 must be <= 255/],
    [['translations', 0, 'sha256'], 'A'.repeat(64), /sha256/],
    [['translations', 0, 'architecture', 'name'], 'resnet_100blocks', /name must match/],
    [['translations', 0, 'architecture', 'name'], 'unet_513', /name must match/],
    [['translations', 0, 'architecture', 'filters'], 1e6, /filters must be <= 1024/],
    [['translations', 0, 'architecture', 'inChannels'], 6, /"dapi" takes 6 channels, but 1 image/],
    [['segmentations', 0, 'from'], ['ihc', 'lap2'], /made from "lap2"; the model has ihc, dapi/],
    [['segmentations', 0, 'from'], ['ihc'], /"dapi" takes 6 channels, but 1 image/],
    [['segmentations', 0, 'output'], 'Other', /output must match/],
    [['segmentations', 0, 'weight'], 'NaN', /weight must be number/],
    [['segmentations', 0, 'weight'], -1, /weight must be >= 0/],
    [['inputs'], ['dapi'], /two inputs or modalities are named "dapi"/],
    [['test', 'expected'], { lap2: 'x.png' }, /expects "lap2"; the model makes dapi, Seg/],
    [['test', 'expected'], {}, /test\.expected/],
    [['test', 'toleranceLevels'], 300, /toleranceLevels/],
    [['test', 'minimumEqualShare'], 1.5, /minimumEqualShare/],
    [['provenance', 'files'], { 'G1.pt': 'x' }, /files/],
  ];
  for (const [path, value, message] of wrong)
    it(`must not say ${path.join('.')}: ${JSON.stringify(value).slice(0, 40)}`, () =>
      assert.throws(() => check(changed(path, value)), refusal(message)));

  const outside = [
    '../x',
    'a/../x',
    '/etc/passwd',
    'C:\\x',
    'a\\b',
    './x',
    '.hidden',
    'a//b',
    '',
    'a/',
    'x\0',
    'é',
  ];
  for (const name of outside)
    it(`must not name the file ${JSON.stringify(name)}`, () => {
      for (const path of [
        ['translations', 0, 'weights'],
        ['segmentations', 0, 'weights'],
        ['test', 'input'],
      ])
        assert.throws(() => check(changed(path, name)), refusal(/must match pattern/));
    });

  it('must not give one file two checksums', () => {
    const value = changed(['segmentations', 0, 'weights'], 'dapi.safetensors') as ModelManifest;
    const segmentation = { ...value.segmentations[0]!, sha256: 'b'.repeat(64) };
    assert.throws(
      () => check({ ...value, segmentations: [segmentation] }),
      refusal(/two different checksums/),
    );
  });

  it('must name a network', () =>
    assert.throws(
      () => check({ ...FULL, translations: [], segmentations: [], test: undefined }),
      refusal(/./),
    ));

  it('must not name one segmentation twice', () => {
    const segmentations = [FULL.segmentations[0]!, FULL.segmentations[0]!];
    assert.throws(() => check({ ...FULL, segmentations }), refusal(/two segmentations are named "dapi"/));
  });

  for (const value of [null, 1, 'text', [], undefined])
    it(`is not ${JSON.stringify(value)}`, () => assert.throws(() => check(value), refusal(/must be object/)));
});

describe('a manifest of an ONNX file', () => {
  const network = {
    file: 'model.onnx',
    sha256,
    input: { layout: 'nchw', range: [0, 1] },
    segmentation: { output: 'out', meaning: 'rgb', range: [0, 1] },
  };
  const head = { schemaVersion: 1, id: 'a', title: 'A', kind: 'ONNX', inputs: ['ihc'], tilePx: 64 };
  const withOnnx = (onnx: object, rest: object = {}) =>
    check({ ...head, ...rest, onnx: { ...network, ...onnx } });

  it('needs no networks of ours', () =>
    assert.deepEqual(
      [withOnnx({}).translations, withOnnx({}).segmentations, withOnnx({}).normalisation],
      [[], [], 'running'],
    ));

  const wrong: readonly (readonly [onnx: object, rest: object, message: RegExp])[] = [
    [{ segmentation: undefined }, {}, /onnx must have required property|onnx .*schema/],
    [{ segmentation: { output: 'out', meaning: 'logits' } }, {}, /required property 'classes'/],
    [{ segmentation: { output: 'out', meaning: 'rgb' } }, {}, /required property 'range'/],
    [{ segmentation: { output: 'out', meaning: 'logits', classes: ['cell'] } }, {}, /classes\.0.*"positive"/],
    [{ file: '../model.onnx' }, {}, /file must match pattern/],
    [{ process: { command: 'sh' } }, {}, /additional properties: "process"/],
    [{}, { process: { command: 'sh' } }, /additional properties: "process"/],
    [{}, { inputs: ['ihc', 'dapi'] }, /inputs/],
    [{}, { overlapPx: 32 }, /overlap of 32 px.*less than 32/],
  ];
  for (const [onnx, rest, message] of wrong)
    it(`must not say ${JSON.stringify({ ...onnx, ...rest })}`, () =>
      assert.throws(
        () => check(JSON.parse(JSON.stringify({ ...head, ...rest, onnx: { ...network, ...onnx } }))),
        refusal(message),
      ));
});

describe('manifest.json', () => {
  const parse = (text: string) => parseManifest(bytes(text), 'manifest.json');

  it('is JSON', () => assert.deepEqual(parse(JSON.stringify(FULL)), FULL));

  const wrong: [text: string, message: RegExp][] = [
    ['', /cannot be read as JSON/],
    ['{"schemaVersion": NaN}', /cannot be read as JSON/],
    ['{"tilePx": 1e999}', /required property/],
    ['{"id": "a", "id": "b"}', /the key "id" twice/],
    ['{"__proto__": {"schemaVersion": 1}}', /required property|additional/],
    ['['.repeat(100_000), /nested more than 50/],
    [' '.repeat(5 * 1024 * 1024), /at most 4194304/],
  ];
  for (const [text, message] of wrong)
    it(`is not ${text.slice(0, 30)}`, () => assert.throws(() => parse(text), refusal(message)));
});

describe('models/schema.json', () => {
  it('has the names of architectures from their table; "npm run schema" writes them anew', () => {
    const schema = JSON.parse(readFileSync(join(packageRoot(), 'models', 'schema.json'), 'utf8')) as {
      readonly definitions: { readonly architecture: { readonly properties: { readonly name: object } } };
    };
    assert.deepEqual(schema.definitions.architecture.properties.name, {
      description: `${GENERATOR_WORDS}.`,
      type: 'string',
      pattern: GENERATOR_PATTERN,
    });
  });

  it('says in words what each field is', () => {
    const schema: unknown = JSON.parse(readFileSync(join(packageRoot(), 'models', 'schema.json'), 'utf8'));
    const visit = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [name, field] of Object.entries((value as { properties?: object }).properties ?? {}))
        assert.ok('description' in (field as object) || '$ref' in (field as object), `${path}.${name}`);
      for (const [key, child] of Object.entries(value)) visit(child, `${path}.${key}`);
    };
    visit(schema, '');
  });
});
