// A Redis server of its own for tests, without files, on a free port of this machine.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import { until } from '../../until.js';

export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

export interface RedisServer {
  readonly address: string;
  /** Names of all keys. */
  keys(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export async function startRedis(password: string): Promise<RedisServer> {
  const port = await freePort();
  const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--requirepass', password];
  const child = spawn('redis-server', settings, { stdio: 'ignore' });
  const client = new Redis({ port, password, lazyConnect: true, retryStrategy: () => null });
  client.on('error', () => undefined); // it is asked again
  await until(async () => {
    if (client.status !== 'ready') await client.connect().catch(() => undefined);
    return client.status === 'ready';
  }, 'Redis answers');
  return {
    address: `redis://127.0.0.1:${port}`,
    keys: () => client.keys('*'),
    stop: async () => {
      client.disconnect();
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
