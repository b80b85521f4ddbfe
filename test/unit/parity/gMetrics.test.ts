// Parity suite g_metrics: evaluation agrees with the reference's own statistics, and the suite fails if a number
// differs.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ParityCheck } from '../../parity/check.js';
import { gMetrics } from '../../parity/gMetrics.js';

const FIXTURES = fileURLToPath(new URL('../../../../test/fixtures/deepliif/', import.meta.url));

async function failures(
  root: string,
): Promise<{ readonly all: number; readonly failed: readonly ParityCheck[] }> {
  const checks: ParityCheck[] = [];
  for await (const check of gMetrics(root, { backend: 'cpu' })) checks.push(check);
  return { all: checks.length, failed: checks.filter(({ pass }) => !pass) };
}

describe('parity suite g_metrics', () => {
  it('passes on the fixtures, check by check', async () => {
    const { all, failed } = await failures(FIXTURES);
    assert.deepEqual(failed, []);
    // Four predictions with scores and counts, the raw map with scores and masks, three similarities.
    assert.equal(all, 4 * 2 + 2 + 3);
  });

  it('fails where numbers are off', async () => {
    const root = await mkdtemp(join(tmpdir(), 'deepliif-metrics-'));
    try {
      await cp(join(FIXTURES, 'g_metrics'), join(root, 'g_metrics'), { recursive: true });
      const path = join(root, 'g_metrics', 'manifest.json');
      const text = await readFile(path, 'utf8');
      await writeFile(
        path,
        text.replace(/("AJI_positive": 0\.\d)/g, '$19').replace(/("mse": 0\.0\d)/, '$19'),
      );
      const { failed } = await failures(root);
      assert.ok(failed.some(({ name }) => name.includes('AJI')));
      assert.ok(failed.some(({ name }) => name.endsWith('MSE')));
    } finally {
      await rm(root, { recursive: true });
    }
  });
});
