// Sends a command to the process that trains a run.

import { connect } from 'node:net';
import { asError, EngineError } from '../protocol/errors.js';
import { runAnswer, type RunAnswer, type RunCommand } from '../protocol/runCommands.js';
import type { RunProcess } from '../runlog/runEvents.js';
import { processOf } from '../reading/processCard.js';

/** Longest time for which a large network may keep the process from listening. */
const PATIENCE_MS = 10 * 60_000;
const MOST_CHARACTERS = 64 * 1024;

/**
 * Resolves when the process has taken the command; the run's events tell when it was carried out, which is between two
 * steps.
 *
 * @throws EngineError `usage` when no process trains the run, or it is on another machine, or refuses
 */
export async function sendCommand(dir: string, command: RunCommand, patienceMs = PATIENCE_MS): Promise<void> {
  const state = await processOf(dir);
  if (state.is === 'elsewhere')
    throw new EngineError(
      'usage',
      `${dir} is being trained on ${state.process.host}, by process ${state.process.pid}. Send the command there.`,
    );
  if (state.is !== 'alive')
    throw new EngineError(
      'usage',
      `No process trains ${dir}${state.is === 'gone' ? ' any more; the last one was killed' : ''}. ` +
        `Resume it with: deepliif train --resume ${dir}`,
    );
  const answer = await ask(state.process, command, patienceMs).catch((error: unknown) => {
    throw new EngineError('usage', `${dir}: ${asError(error).message}`, { cause: error });
  });
  if (!answer.ok) throw new EngineError('usage', `${dir}: ${answer.message ?? 'refused without a reason'}`);
}

function ask({ socket, pid }: RunProcess, command: RunCommand, patienceMs: number): Promise<RunAnswer> {
  return new Promise((resolve, reject) => {
    const connection = connect(socket, () => connection.write(`${JSON.stringify(command)}\n`));
    let heard = '';
    connection.setEncoding('utf8');
    connection.setTimeout(patienceMs, () =>
      connection.destroy(
        new Error(`process ${pid} has not answered for ${patienceMs / 1000} s; it may hang.`),
      ),
    );
    connection.on('data', (text: string) => {
      heard += text;
      if (heard.length > MOST_CHARACTERS)
        connection.destroy(new Error(`the answer has more than ${MOST_CHARACTERS} characters.`));
      if (!heard.includes('\n')) return;
      connection.end();
      try {
        resolve(runAnswer(JSON.parse(heard), 'answer'));
      } catch (error) {
        reject(asError(error));
      }
    });
    connection.on('error', reject);
    connection.on('close', () => reject(new Error(`process ${pid} ended before it answered.`)));
  });
}
