// Tries a native module in a process of its own. A library built for another processor, a broken driver or a dead GPU
// may kill or hang the process that loads it; then that process ends, and we know why.

import { spawn } from 'node:child_process';

export type ProbeAnswer =
  | { readonly works: true; readonly value: unknown }
  /** Reason for people, to stand after "because": "it was ended by SIGILL". */
  | { readonly works: false; readonly reason: string };

/** More output than this is noise of a driver; the answer is the last line. */
const KEPT_OUTPUT_BYTES = 64 * 1024;

/**
 * Runs `script` (CommonJS) with Node and takes the last line of its standard output as the answer, a JSON value.
 * `process.argv.slice(1)` of the script are `args`. Never throws; a child that is silent for `timeoutMs` is killed.
 */
export function probe(script: string, args: readonly string[], timeoutMs: number): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', script, ...args], {
      // The executable inside VS Code is Electron, which runs as Node only with this variable.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', TF_CPP_MIN_LOG_LEVEL: '2', NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    let complaints = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-KEPT_OUTPUT_BYTES);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints = (complaints + text).slice(-KEPT_OUTPUT_BYTES);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      resolve({ works: false, reason: `no process could be started to test it (${error.message})` });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (late) resolve({ works: false, reason: `it did not answer within ${timeoutMs / 1000} s` });
      else if (signal) resolve({ works: false, reason: `its test process was killed by ${signal}` });
      else if (code !== 0) resolve({ works: false, reason: whatWentWrong(complaints, code) });
      else resolve(answerIn(output));
    });
  });
}

function answerIn(output: string): ProbeAnswer {
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  try {
    return { works: true, value: JSON.parse(line) as unknown };
  } catch {
    return { works: false, reason: 'it gave no answer' };
  }
}

/** The line that Node prints of an uncaught error, without its stack. */
function whatWentWrong(complaints: string, code: number | null): string {
  const message = /^(?:\w*Error(?: \[\w+\])?): (.*)$/m.exec(complaints)?.[1];
  return message ? message.trim() : `its test process exited with code ${code}`;
}
