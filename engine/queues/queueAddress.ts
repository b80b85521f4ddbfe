// Address of a queue's server, redis://… or postgres://…, as people write it. Its password is used and never shown.

import { EngineError } from '../protocol/errors.js';

export interface QueueAddress {
  readonly kind: 'redis' | 'postgres';
  readonly host: string;
  readonly port: number;
  /** Number of the database of Redis, name of that of PostgreSQL. */
  readonly database: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** True for `rediss://` and `?sslmode=require`. */
  readonly encrypted: boolean;
  /** The address without user and password, for messages. */
  readonly shown: string;
}

const EXPECTED =
  'Expected redis://HOST:PORT/NUMBER or postgres://USER@HOST:PORT/DATABASE, with ":PASSWORD" before the @ or in the ' +
  'environment variable DEEPLIIF_QUEUE_PASSWORD.';

const KINDS = {
  'redis:': { kind: 'redis', port: 6379 },
  'rediss:': { kind: 'redis', port: 6379 },
  'postgres:': { kind: 'postgres', port: 5432 },
  'postgresql:': { kind: 'postgres', port: 5432 },
} as const;

/**
 * @param password for an address without one
 * @throws EngineError `usage`; the text is not quoted, since it may hold a password
 */
export function queueAddress(text: string, password: string | undefined): QueueAddress {
  const refused = (what: string) => new EngineError('usage', `The address of the queue ${what}. ${EXPECTED}`);
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw refused('cannot be read');
  }
  if (!Object.hasOwn(KINDS, url.protocol)) throw refused('is neither one of Redis nor one of PostgreSQL');
  const { kind, port } = KINDS[url.protocol as keyof typeof KINDS];
  if (url.hostname === '') throw refused('names no machine');
  const path = decoded(url.pathname.slice(1));
  const database = path || (kind === 'redis' ? '0' : 'postgres');
  if (kind === 'redis' && !/^\d{1,4}$/.test(database))
    throw refused('has no number of a database after its last slash');
  const at = { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port || port) };
  return {
    ...{ kind, ...at, database },
    user: url.username === '' ? undefined : decoded(url.username),
    password: url.password === '' ? password : decoded(url.password),
    encrypted: url.protocol === 'rediss:' || /^(require|verify-)/.test(url.searchParams.get('sslmode') ?? ''),
    shown: `${url.protocol}//${url.hostname}:${at.port}/${database}`,
  };
}

/** Text without percent signs; one that has none of them right stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
