import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { ParityCheck } from '../../parity/check.js';
import { fPostprocess } from '../../parity/fPostprocess.js';

const FIXTURES = fileURLToPath(new URL('../../../../test/fixtures/deepliif/', import.meta.url));

describe('post-processing of the reference fixtures', () => {
  const checks: ParityCheck[] = [];
  before(async () => {
    for await (const check of fPostprocess(FIXTURES, { backend: 'cpu' })) checks.push(check);
  });

  it('gives every score, picture and cell of the reference exactly', () => {
    const failed = checks.filter((check) => !check.pass).map((check) => `${check.name}: ${check.note}`);
    assert.deepEqual(failed, []);
  });

  it('was compared with a real image and with constructed maps', () => {
    for (const part of ['default · scoring', 'cells v4', 'from cells v6', 'stages', 'synthetic'])
      assert.ok(
        checks.some((check) => check.name.includes(part)),
        part,
      );
  });

  it('fails, and does not skip, where a fixture is missing', async () => {
    const missing: ParityCheck[] = [];
    for await (const check of fPostprocess('no-such-folder', { backend: 'cpu' })) missing.push(check);
    assert.ok(missing.length > 0 && missing.every((check) => !check.pass));
  });
});
