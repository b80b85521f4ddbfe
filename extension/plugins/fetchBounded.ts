// Reads of files and https addresses whose size and time are bounded: what a user names may be anything.

import { open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asError, EngineError } from '../../engine/protocol/errors.js';
import { l10n } from '../workbench/l10n.js';

export interface ReadLimits {
  readonly mostBytes: number;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Bytes of an absolute path, a file: address or an https: address.
 *
 * @throws EngineError `usage` that names the place and says why
 */
export async function readPlace(place: string, limits: ReadLimits): Promise<Uint8Array> {
  try {
    if (/^https:/i.test(place)) return await fetchBounded(place, limits);
    if (/^file:/i.test(place)) return await readBounded(fileURLToPath(place), limits);
    if (isAbsolute(place)) return await readBounded(place, limits);
  } catch (thrown) {
    if (thrown instanceof EngineError) throw thrown;
    throw refused(place, asError(thrown).message);
  }
  throw refused(place, l10n.t('expected an absolute path or an address that begins with https:'));
}

/** @throws EngineError `usage` */
export async function fetchBounded(
  address: string,
  { mostBytes, timeoutMs, signal }: ReadLimits,
): Promise<Uint8Array> {
  const timeout = AbortSignal.timeout(timeoutMs);
  const stop = signal ? AbortSignal.any([timeout, signal]) : timeout;
  try {
    const response = await fetch(address, { signal: stop, redirect: 'follow', credentials: 'omit' });
    // A redirect must not leave https.
    if (!response.url.startsWith('https:'))
      throw refused(address, l10n.t('it leads to an address without https'));
    if (!response.ok) throw refused(address, l10n.t('the server answered {0}', response.status));
    return await bodyOf(response, address, mostBytes);
  } catch (thrown) {
    if (thrown instanceof EngineError) throw thrown;
    if (signal?.aborted) throw new EngineError('cancelled', l10n.t('Cancelled.'));
    if (timeout.aborted) throw refused(address, l10n.t('no answer within {0} s', timeoutMs / 1000));
    const { message, cause } = asError(thrown);
    throw refused(address, cause instanceof Error ? cause.message : message);
  }
}

async function bodyOf({ body }: Response, address: string, mostBytes: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > mostBytes) throw tooLarge(address, mostBytes);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function readBounded(path: string, { mostBytes }: ReadLimits): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw refused(path, l10n.t('it is not a regular file'));
    if (found.size > mostBytes) throw tooLarge(path, mostBytes);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

function tooLarge(place: string, mostBytes: number): EngineError {
  return refused(place, l10n.t('it is larger than {0} MB', Math.round(mostBytes / 2 ** 20)));
}

function refused(place: string, why: string): EngineError {
  return new EngineError('usage', l10n.t('Cannot read {0}: {1}.', place, why.replace(/\.$/, '')));
}
