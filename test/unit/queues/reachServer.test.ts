import assert from 'node:assert/strict';
import { queueAddress } from '../../../engine/queues/queueAddress.js';
import { isLostConnection, unreachable } from '../../../engine/queues/reachServer.js';

const error = (message: string, code?: string) => Object.assign(new Error(message), { code });

describe('a server that cannot be used', () => {
  const address = queueAddress('postgres://lab@gpu-server/trials', 'secret');
  const said = (thrown: unknown, at = address) => unreachable(at, thrown).message;

  it('is explained in one sentence that says what to do', () => {
    assert.match(
      said(error('connect ECONNREFUSED', 'ECONNREFUSED')),
      /no server answers at port 5432.*firewall/,
    );
    assert.match(said(error('getaddrinfo ENOTFOUND', 'ENOTFOUND')), /no machine gpu-server/);
    assert.match(said(error('password authentication failed', '28P01')), /refuses the user or the password/);
    const open = queueAddress('redis://gpu-server', undefined);
    assert.match(said(error('NOAUTH Authentication required.'), open), /asks for a password/);
    assert.match(said(error('database "trials" does not exist', '3D000')), /createdb trials/);
  });

  it('is never explained with the password', () =>
    assert.ok(!said(error('bad handshake of lab:secret')).includes('secret')));

  it('that went away is told from one that refuses', () => {
    assert.equal(isLostConnection(error('Connection is closed.')), true);
    assert.equal(isLostConnection(error('the database system is starting up', '57P03')), true);
    assert.equal(isLostConnection(error('WRONGPASS invalid password')), false);
  });
});
