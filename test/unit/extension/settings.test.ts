// The settings that package.json offers are the settings that the extension reads.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { BACKEND_IDS } from '../../../engine/backends/openBackend.js';
import { packageRoot } from '../../../engine/packageRoot.js';
import { SECTION, settingsOf } from '../../../extension/settings.js';

interface Declared {
  readonly default: unknown;
  readonly markdownDescription: string;
  readonly enum?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
}

describe('settings', () => {
  const manifest = JSON.parse(readFileSync(`${packageRoot()}/package.json`, 'utf8')) as {
    contributes: { configuration: { properties: Readonly<Record<string, Declared>> } };
  };
  const declared = manifest.contributes.configuration.properties;

  /** Reads all settings from a configuration that answers by `value` and tells what it was asked. */
  function read(value: (key: string, fallback: unknown) => unknown) {
    const asked = new Map<string, unknown>();
    const get = <T>(key: string, fallback?: T): T => {
      asked.set(`${SECTION}.${key}`, fallback);
      return value(key, fallback) as T;
    };
    return { settings: settingsOf({ get }), asked };
  }

  it('are all read, and no others', () => {
    const { asked } = read((_, fallback) => fallback);
    assert.deepEqual([...asked.keys()].sort(), Object.keys(declared).sort());
  });

  it('have the same defaults in both places', () => {
    const { asked } = read((_, fallback) => fallback);
    for (const [key, fallback] of asked) assert.equal(fallback, declared[key]!.default, key);
  });

  it('take what the user says', () => {
    const { settings } = read((key) => `my ${key}`);
    assert.deepEqual(settings, {
      model: 'my model',
      resultsFolder: 'my resultsFolder',
      backend: 'my backend',
    });
  });

  it('are explained, each of their values too', () => {
    for (const [key, setting] of Object.entries(declared)) {
      assert.ok(setting.markdownDescription.length > 20, key);
      assert.equal(setting.markdownEnumDescriptions?.length, setting.enum?.length, key);
    }
  });

  it('offer every backend there is', () =>
    assert.deepEqual(declared['deepliif.backend']!.enum, ['auto', ...BACKEND_IDS]));
});
