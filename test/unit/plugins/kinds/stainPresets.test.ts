import assert from 'node:assert/strict';
import { DEFAULT_STAINS, stainPresetNamed } from '../../../../engine/measurements/findStainPresets.js';
import { dabDensity, hematoxylinDensity, stainDensities } from '../../../../engine/measurements/stains.js';
import { addStainPreset } from '../../../../engine/plugins/kinds/stainPresets.js';
import { contribution } from './contribution.js';

describe('stain presets', () => {
  it('have the vectors of all measurements as their default', () => {
    const { hematoxylin, dab } = stainDensities(stainPresetNamed(DEFAULT_STAINS));
    assert.deepEqual(hematoxylin, hematoxylinDensity);
    assert.deepEqual(dab, dabDensity);
  });

  const declared = { id: 'own', title: 'Own', hematoxylin: [0.6, 0.7, 0.3], dab: [0.3, 0.6, 0.7] } as const;

  it('of plug-ins are found beside it while the plug-in is in use', () => {
    const takeOut = addStainPreset(contribution('stainPresets', declared, {}));
    assert.deepEqual(stainPresetNamed('own').plugin, {
      id: 'acme.example',
      title: 'Example',
      version: '1.2.3',
    });
    takeOut();
    assert.throws(() => stainPresetNamed('own'), /no stain preset "own"\. Choose one of ruifrok-h-dab/);
  });

  for (const dab of [
    [0, 0, 0],
    [1.2, 1.4, 0.6],
  ] as const)
    it(`with stains that cannot be told apart are refused: ${dab.join(', ')}`, () =>
      assert.throws(
        () => addStainPreset(contribution('stainPresets', { ...declared, dab }, {})),
        /stain preset "Own" of the plug-in Example .* cannot be told apart/,
      ));
});
