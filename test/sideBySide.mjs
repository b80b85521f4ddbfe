// Runs jobs side by side, as many at once as there are places. The output of one job at a time is shown, live; what the
// others write meanwhile is kept and follows when that one has ended, so that no two outputs mix.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { clearTimeout, setTimeout } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';

/** Longest wait for the rest of a command's output, which a process that it left behind may hold open for ever. */
const REST_OF_OUTPUT_MS = 2000;
/** Longest run of a command, so that one that hangs is named, and not the whole run cut off. */
const LONGEST_RUN_MS = 25 * 60_000;
/** Time that a command has to tidy up after it is asked to end. */
const TIDY_UP_MS = 15_000;

/**
 * Starts `jobs` in their order, each as soon as there is a place and all jobs named in `after` have ended; those not in
 * the list count as ended. `run(say)` does the work and hands its output to `say`. Returns what each `run` returned,
 * with the seconds that it took, by name.
 */
export async function sideBySide(jobs, places, write = (bytes) => void process.stdout.write(bytes)) {
  const [waiting, running, results] = [[...jobs], new Map(), new Map()];
  const names = new Set(jobs.map(({ name }) => name));
  const speak = oneVoiceAtATime(write);
  const hasEnded = (name) => !names.has(name) || results.has(name);
  const begin = async ({ name, run }) => {
    const voice = speak(name);
    const started = performance.now();
    const outcome = await run(voice.say);
    results.set(name, { ...outcome, seconds: (performance.now() - started) / 1000 });
    voice.end();
    running.delete(name);
  };
  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.findIndex(({ after = [] }) => after.every(hasEnded));
    if (running.size < places && next >= 0) {
      const [job] = waiting.splice(next, 1);
      running.set(job.name, begin(job));
    } else if (running.size > 0) await Promise.race(running.values());
    else throw new Error(`${waiting.map(({ name }) => name).join(', ')} wait for one another.`);
  }
  return results;
}

/**
 * Runs a command without input, for `longestMs` at most. Returns what failed, in words, undefined for exit code 0; and
 * all its output.
 */
export async function runCommand(
  say,
  command,
  args,
  { restMs = REST_OF_OUTPUT_MS, longestMs = LONGEST_RUN_MS, ...options } = {},
) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const outputs = [child.stdout, child.stderr];
  const pieces = [];
  for (const stream of outputs)
    stream.on('data', (bytes) => {
      pieces.push(bytes);
      say(bytes);
    });
  const closed = once(child, 'close').catch(() => undefined);
  let isOverdue = false;
  const limits = [
    setTimeout(() => {
      isOverdue = true;
      child.kill('SIGTERM');
    }, longestMs),
    setTimeout(() => child.kill('SIGKILL'), longestMs + TIDY_UP_MS),
  ];
  let end = await once(child, 'exit').then(
    ([code, signal]) => (code === 0 ? undefined : `ended with ${signal ?? `exit code ${code}`}`),
    (error) => `did not start: ${error.message}`,
  );
  for (const limit of limits) clearTimeout(limit);
  if (isOverdue) end = `did not end within ${(longestMs / 60_000).toFixed(1)} minutes, and was stopped`;
  await Promise.race([closed, sleep(restMs, undefined, { ref: false })]);
  for (const stream of outputs) stream.destroy();
  return {
    failure: end === undefined ? undefined : `${[command, ...args].join(' ')} ${end}`,
    output: Buffer.concat(pieces).toString(),
  };
}

/** Voices take turns in the order of their beginning: the first that has not ended is heard. */
function oneVoiceAtATime(write) {
  const voices = [];
  const hear = (voice) => {
    for (const bytes of voice.kept.splice(0)) write(bytes);
  };
  return (title) => {
    const voice = {
      kept: [`\n── ${title} ${'─'.repeat(Math.max(3, 60 - title.length))}\n`],
      hasEnded: false,
    };
    voices.push(voice);
    if (voices[0] === voice) hear(voice);
    return {
      say: (bytes) => {
        voice.kept.push(bytes);
        if (voices[0] === voice) hear(voice);
      },
      end: () => {
        voice.hasEnded = true;
        while (voices[0]?.hasEnded) {
          hear(voices.shift());
          if (voices[0]) hear(voices[0]);
        }
      },
    };
  };
}
