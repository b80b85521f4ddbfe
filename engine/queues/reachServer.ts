// First contact with a queue's server: whether it answers and takes the password, in words. BullMQ itself would try
// for ever and print a line a second.

import { asError, EngineError } from '../protocol/errors.js';
import type { QueueAddress } from './queueAddress.js';

const PATIENCE_MS = 10_000;
/** Oldest versions that BullMQ works with. */
const OLDEST = 'Redis 5 or PostgreSQL 13';

/** @throws EngineError `backend-unavailable` that says what to do */
export async function reachServer(address: QueueAddress): Promise<void> {
  try {
    await (address.kind === 'redis' ? reachRedis(address) : reachPostgres(address));
  } catch (error) {
    throw unreachable(address, error);
  }
}

async function reachRedis(address: QueueAddress): Promise<void> {
  const { Redis } = await import('ioredis');
  const client = new Redis({
    ...redisOptions(address),
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let reason: Error | undefined;
  client.on('error', (error: Error) => (reason ??= error)); // "Connection is closed" follows, which says less
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    throw reason ?? error;
  } finally {
    client.disconnect();
  }
}

async function reachPostgres(address: QueueAddress): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ ...postgresOptions(address), connectionTimeoutMillis: PATIENCE_MS });
  client.on('error', () => undefined); // the query fails, too
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Options of ioredis. */
export function redisOptions({ host, port, database, user, password, encrypted }: QueueAddress) {
  return {
    ...{ host, port, db: Number(database) },
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password }),
    ...(encrypted ? { tls: {} } : {}),
  };
}

/** Options of pg. */
export function postgresOptions({ host, port, database, user, password, encrypted }: QueueAddress) {
  return {
    ...{ host, port, database },
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(encrypted ? { ssl: true } : {}),
  };
}

const REFUSED_PASSWORD = /WRONGPASS|NOAUTH|invalid password|invalid username|password|28P01|28000|SASL/i;
const SILENT = /ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET|timeout|timed out/i;

const LOST =
  /Connection is closed|Connection terminated|max retries per request|Stream isn't writeable|terminating connection|starting up|shutting down|LOADING|READONLY|57P0|08\d{3}/i;

/** True for an error that ends once the server answers again. */
export function isLostConnection(thrown: unknown): boolean {
  const { code = '', message, errors = [] } = asError(thrown) as DriverError;
  const texts = [code, message, ...errors.map((error) => error.message)];
  return texts.some((text) => SILENT.test(text) || LOST.test(text));
}

/** Fields that drivers add; an attempt at several addresses fails with an error for each. */
type DriverError = Error & { readonly code?: string; readonly errors?: readonly Error[] };

/** The failure in words; nothing of it holds the password. */
export function unreachable(address: QueueAddress, thrown: unknown): EngineError {
  const error = asError(thrown) as DriverError;
  const all = [
    String(error.code ?? ''),
    error.message,
    ...(error.errors ?? []).map(({ message }) => message),
  ];
  const text = all.filter((part) => part !== '').join(': ');
  return new EngineError('backend-unavailable', `${address.shown}: ${reasonOf(text, address)}`, {
    cause: thrown,
  });
}

function reasonOf(text: string, { kind, host, port, database, password }: QueueAddress): string {
  if (text.startsWith('3D000'))
    return `there is no database ${database}. Create it with: createdb ${database}`;
  if (text.startsWith('42501'))
    return `the user may not create the schema of the queue. Let an administrator run: GRANT CREATE ON DATABASE "${database}" TO …`;
  if (/ENOTFOUND|EAI_AGAIN/.test(text)) return `there is no machine ${host}. Check the address of the queue.`;
  if (REFUSED_PASSWORD.test(text))
    return password === undefined
      ? 'the server asks for a password. Set the environment variable DEEPLIIF_QUEUE_PASSWORD.'
      : 'the server refuses the user or the password. Check both, and DEEPLIIF_QUEUE_PASSWORD.';
  if (SILENT.test(text))
    return `no server answers at port ${port} of ${host}. Start ${kind === 'redis' ? 'Redis' : 'PostgreSQL'} there, or let this machine through its firewall.`;
  return `the server cannot be used as a queue (${OLDEST} is needed): ${withoutPassword(text, password)}`;
}

/** The text without the password, should a driver have quoted it. */
export function withoutPassword(text: string, password: string | undefined): string {
  return password === undefined || password === '' ? text : text.replaceAll(password, '•••');
}
