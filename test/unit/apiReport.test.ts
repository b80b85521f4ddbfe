// The public surface changes only together with its report, which a reviewer reads.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../engine/files/packageRoot.js';
import type { ScoreInput, MeasureInput, CellInput } from '../../extension/api/index.js';
import type * as engine from '../../engine/plugins/cellsInput.js';
import type { PostProcessInput } from '../../engine/plugins/kinds/postProcessors.js';
import type { PrunerInput } from '../../engine/plugins/kinds/pruners.js';
import type { SamplerInput } from '../../engine/plugins/kinds/samplers.js';
import type { ExportData } from '../../engine/exports/exportData.js';
import type * as api from '../../extension/api/index.js';
import { apiReport, PUBLIC_TYPES, REPORT_FILE } from '../apiReport.js';

const textOf = (file: string) => readFileSync(join(packageRoot(), file), 'utf8');

/** Compiles only if plug-ins get what the public types promise. */
type Fits<Promised, Given extends Promised> = [Promised, Given];
export type ModulesFit = [
  Fits<CellInput, engine.CellInput>,
  Fits<MeasureInput, engine.MeasureInput>,
  Fits<ScoreInput, engine.ScoreInput>,
  Fits<api.ExportInput, ExportData>,
  Fits<api.PostProcessInput, PostProcessInput>,
  Fits<api.SamplerInput, SamplerInput>,
  Fits<api.PrunerInput, PrunerInput>,
];

describe('the API for other extensions', () => {
  it('is the reported one: after a change run "node test/writeApiReport.mjs"', () =>
    assert.equal(apiReport(), textOf(REPORT_FILE))).timeout(60_000);

  it('needs nothing but the types of VS Code', () => {
    const imports = [...textOf(PUBLIC_TYPES).matchAll(/from '([^']+)'|import\('([^']+)'\)/g)];
    assert.deepEqual(
      imports.map(([, from, lazily]) => from ?? lazily),
      ['vscode'],
    );
  });
});
