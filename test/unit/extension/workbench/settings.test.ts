// The settings that package.json offers are the settings that the extension reads, and the engine is asked for them.

import assert from 'node:assert/strict';
import { backendIds } from '../../../../engine/backends/openBackend.js';
import { SECTION } from '../../../../extension/workbench/ids.js';
import { analysisOptions, settingsOf } from '../../../../extension/workbench/settings.js';
import { readManifest } from '../readManifest.js';

interface Declared {
  readonly type: string | readonly string[];
  readonly order: number;
  readonly default: unknown;
  readonly markdownDescription: string;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

const manifest = readManifest<{
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: readonly {
      readonly title: string;
      readonly properties: Readonly<Record<string, Declared>>;
    }[];
  };
}>();
const groups = manifest.contributes.configuration;
const declared: Readonly<Record<string, Declared>> = Object.fromEntries(
  groups.flatMap(({ properties }) => Object.entries(properties)),
);

/** Reads all settings from a configuration that answers by `value` and records the names that were read. */
function read(value: (key: string, fallback: unknown) => unknown = (_, fallback) => fallback) {
  const asked = new Map<string, unknown>();
  const get = <T>(key: string, fallback?: T): T => {
    asked.set(`${SECTION}.${key}`, fallback);
    return value(key, fallback) as T;
  };
  return { settings: settingsOf({ get }), asked };
}

describe('settings', () => {
  it('are all read, and no others', () =>
    assert.deepEqual([...read().asked.keys()].sort(), Object.keys(declared).sort()));

  it('have the same defaults in both places', () => {
    for (const [key, fallback] of read().asked) assert.deepEqual(fallback, declared[key]!.default, key);
  });

  it('take what the user says', () => {
    const { settings } = read((key) => `my ${key}`);
    const { thresholds, runs, csv, ...others } = settings;
    assert.equal(runs.folders, 'my runs.folders');
    assert.equal(csv.bom, 'my csv.bom');
    for (const [key, value] of Object.entries(others)) assert.equal(value, `my ${key}`);
    for (const [key, value] of Object.entries(thresholds)) assert.equal(value, `my thresholds.${key}`);
  });

  it('are explained, each of their values too', () => {
    for (const [key, setting] of Object.entries(declared)) {
      assert.ok(setting.markdownDescription.length > 20, key);
      assert.equal(setting.markdownEnumDescriptions?.length, setting.enum?.length, key);
      assert.equal(setting.pattern === undefined, setting.patternErrorMessage === undefined, key);
    }
  });

  it('stand in titled groups, in an order of their own', () => {
    assert.ok(groups.length > 3);
    for (const { title, properties } of groups) {
      assert.ok(title.length > 4 && !title.startsWith('%'), title);
      const orders = Object.values(properties).map(({ order }) => order);
      assert.deepEqual(
        orders,
        orders.map((_, index) => index + 1),
        title,
      );
    }
  });

  it('of numbers say their range, which holds their default', () => {
    for (const [key, { type, default: value, minimum, maximum }] of Object.entries(declared)) {
      if (![type].flat().some((one) => one === 'number' || one === 'integer')) continue;
      assert.ok(minimum !== undefined && maximum !== undefined, key);
      if (value !== null) assert.ok(minimum <= (value as number) && (value as number) <= maximum, key);
    }
  });

  it('link to settings and commands that exist', () => {
    const commands = manifest.contributes.commands.map(({ command }) => command);
    for (const [key, { markdownDescription }] of Object.entries(declared)) {
      for (const [, id] of markdownDescription.matchAll(/`#([^#]+)#`/g))
        assert.ok(Object.hasOwn(declared, id!), key);
      for (const [, id] of markdownDescription.matchAll(/\(command:([\w.]+)\)/g))
        assert.ok(commands.includes(id!), key);
    }
  });

  it('offer every backend there is', () =>
    assert.deepEqual(declared['deepliif.backend']!.enum, ['auto', ...backendIds()]));

  it('take words or whole numbers where both make sense, and nothing else', () => {
    const allows = (key: string, text: string) =>
      new RegExp(declared[`deepliif.thresholds.${key}`]!.pattern!).test(text);
    assert.ok(allows('sizeThreshold', 'auto') && allows('sizeThreshold', '48'));
    assert.ok(!allows('sizeThreshold', 'none') && !allows('sizeThreshold', '4.5'));
    assert.ok(allows('markerThreshold', 'none') && allows('markerThreshold', 'auto'));
    assert.ok(!allows('sizeThresholdUpper', 'auto') && !allows('odThresholdLower', '-1'));
  });
});

describe('an analysis is asked for what the settings say', () => {
  const optionsWith = (values: Readonly<Record<string, unknown>>) =>
    analysisOptions(read((key, fallback) => values[key] ?? fallback).settings);

  it('and leaves the rest to model and image', () =>
    assert.deepEqual(optionsWith({}), {
      model: '',
      backend: 'auto',
      precision: 'float32',
      thresholds: {
        segThreshold: 120,
        noiseThreshold: 4,
        largeNoiseThreshold: 'none',
        sizeThreshold: 'auto',
        markerThreshold: 'none',
      },
    }));

  it('with numbers as numbers', () =>
    assert.deepEqual(
      optionsWith({
        model: 'mine',
        backend: 'onnx',
        precision: 'int8',
        tilePx: 256,
        overlapPx: 16,
        mpp: 0.25,
        emptyTiles: 'infer',
        'thresholds.segThreshold': 150,
        'thresholds.noiseThreshold': 6,
        'thresholds.largeNoiseThreshold': 'auto',
        'thresholds.sizeThreshold': '48',
        'thresholds.sizeThresholdUpper': '900',
        'thresholds.markerThreshold': '200',
        'thresholds.odThresholdLower': '15',
        'thresholds.odThresholdUpper': '80',
      }),
      {
        model: 'mine',
        backend: 'onnx',
        precision: 'int8',
        tilePx: 256,
        overlapPx: 16,
        mpp: 0.25,
        emptyTiles: 'infer',
        thresholds: {
          segThreshold: 150,
          noiseThreshold: 6,
          largeNoiseThreshold: 'auto',
          sizeThreshold: 48,
          sizeThresholdUpper: 900,
          markerThreshold: 200,
          odThresholdLower: 15,
          odThresholdUpper: 80,
        },
      },
    ));

  it('and an overlap of 0 px is an overlap', () => assert.equal(optionsWith({ overlapPx: 0 }).overlapPx, 0));

  it('and what is no threshold is left out', () => {
    const { thresholds } = optionsWith({
      'thresholds.sizeThreshold': 'many',
      'thresholds.odThresholdUpper': '',
    });
    assert.equal(thresholds!.sizeThreshold, 'auto');
    assert.equal(thresholds!.odThresholdUpper, undefined);
  });
});
