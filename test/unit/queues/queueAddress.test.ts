import assert from 'node:assert/strict';
import { queueAddress } from '../../../engine/queues/queueAddress.js';

describe('the address of a queue', () => {
  it('names a server of Redis or PostgreSQL, with the usual port and database if it names none', () => {
    const redis = queueAddress('redis://gpu-server', undefined);
    assert.deepEqual(
      [redis.kind, redis.host, redis.port, redis.database],
      ['redis', 'gpu-server', 6379, '0'],
    );
    const postgres = queueAddress('postgresql://lab@10.0.0.7:5433/trials?sslmode=require', 'secret');
    assert.deepEqual(
      [postgres.kind, postgres.user, postgres.port, postgres.database, postgres.encrypted],
      ['postgres', 'lab', 5433, 'trials', true],
    );
    assert.equal(postgres.password, 'secret');
  });

  it('is shown without user and password', () => {
    const { shown, password } = queueAddress('rediss://lab:p%40ss@gpu-server:7000/2', 'of the environment');
    assert.equal(shown, 'rediss://gpu-server:7000/2');
    assert.equal(password, 'p@ss');
  });

  for (const text of [
    'gpu-server:secret',
    'http://a:secret@b',
    'redis://:secret@b/queue',
    'redis:secret',
    'se cret',
  ])
    it(`is refused without being quoted: ${text.replace('secret', '…')}`, () =>
      assert.throws(
        () => queueAddress(text, undefined),
        ({ message }: Error) => message.includes('Expected redis://') && !message.includes('secret'),
      ));
});
