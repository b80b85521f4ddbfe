// The public surface changes only together with its report, which a reviewer reads.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../../engine/files/packageRoot.js';
import type { ScoreInput, MeasureInput, CellInput } from '../../../../extension/api/deepliif.js';
import type * as engine from '../../../../engine/plugins/cellsInput.js';
import type { ExportData } from '../../../../engine/exports/exportData.js';
import type * as api from '../../../../extension/api/deepliif.js';
import { apiReport, PUBLIC_TYPES, PUBLISHED_TYPES, REPORT_FILE } from '../../../apiReport.js';

const textOf = (file: string) => readFileSync(join(packageRoot(), file), 'utf8');

/** Compiles only if plug-ins get what the public types promise. */
type Fits<Promised, Given extends Promised> = [Promised, Given];
export type ModulesFit = [
  Fits<CellInput, engine.CellInput>,
  Fits<MeasureInput, engine.MeasureInput>,
  Fits<ScoreInput, engine.ScoreInput>,
  Fits<api.ExportInput, ExportData>,
];

describe('the API for other extensions', () => {
  it('is the reported one: after a change run "node test/writeApiReport.mjs"', () =>
    assert.equal(apiReport(), textOf(REPORT_FILE))).timeout(60_000);

  it('is published as it is', () => assert.equal(textOf(PUBLISHED_TYPES), textOf(PUBLIC_TYPES)));

  it('needs nothing but the types of VS Code', () => {
    const imports = [...textOf(PUBLIC_TYPES).matchAll(/from '([^']+)'|import\('([^']+)'\)/g)];
    assert.deepEqual(
      imports.map(([, from, lazily]) => from ?? lazily),
      ['vscode'],
    );
  });
});
