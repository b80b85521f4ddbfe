// Objects of a notebook: what they say of a stored result.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cellsOf, readResult } from '../../../engine/kernel/resultObjects.js';
import { meansText } from '../../../engine/measurements/storedMeans.js';
import type { PluginResults } from '../../../engine/protocol/pluginResults.js';
import { exportFolder } from '../exports/exportFolder.js';
import { RECORD, writeResult } from '../exports/storedResult.js';

const PLUGIN = { id: 'acme.shape', title: 'Shape', version: '1.2.0' };

describe('a result in a notebook', () => {
  const place = exportFolder();

  it('has the scores, columns and notices of plug-ins', async () => {
    const plugins: PluginResults = {
      used: [PLUGIN],
      scores: [{ map: 'Seg', id: 'mean', title: 'Mean', value: 1.5, shown: '1.50', plugin: PLUGIN }],
      notices: ['One failed.'],
    };
    const measurements = { name: 'measurements', file: 'measurements.json', role: 'measurements' } as const;
    await writeResult(place.folder, {
      record: { ...RECORD, plugins, files: [...RECORD.files, measurements] },
    });
    const about = { id: 'roundness', title: 'Roundness', unit: '', meaning: 'Mine.', plugin: PLUGIN };
    const columns = [{ ...about, values: Float64Array.of(0.5, NaN, 1) }];
    await writeFile(join(place.folder, 'measurements.json'), meansText({}, 3, columns));

    const result = await readResult(place.folder, (run) => run({}));
    assert.deepEqual(result.pluginScores, [
      { map: 'Seg', id: 'mean', title: 'Mean', value: 1.5, shown: '1.50', plugin: 'acme.shape 1.2.0' },
    ]);
    assert.deepEqual(result.notices, ['One failed.']);
    const cells = await cellsOf(place.folder, 'Seg', {});
    assert.deepEqual(
      cells.map(({ measured }) => measured),
      [{ roundness: 0.5 }, {}, { roundness: 1 }],
    );
  });
});
