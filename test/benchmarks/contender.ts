// A timed program: a child process that computes one tile on request, so that several programs can take turns within
// one run, since the speed of a machine drifts.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Contender {
  readonly title: string;
  /** Computes one tile; returns seconds. */
  run(variant: string): Promise<number>;
  /** Writes the segmentation map, raw float32, to a file. */
  save(variant: string, file: string): Promise<void>;
  /** Ends the process; returns its peak memory in MB. */
  end(): Promise<number>;
}

interface Answer {
  readonly ready?: string;
  readonly seconds?: number;
  readonly peakMb?: number;
}

/** Starts `command` and waits until it reports ready. Its error messages go to standard error. */
export async function startContender(command: string, args: readonly string[]): Promise<Contender> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.on('error', (error) => process.stderr.write(`${command}: ${error.message}\n`));
  const next = async (): Promise<Answer> => {
    const line = await lines.next();
    if (line.done) throw new Error(`${command} ${args[0]} exited without an answer`);
    return JSON.parse(line.value) as Answer; // written by our own two programs
  };
  const ask = (line: string) => {
    child.stdin.write(`${line}\n`);
    return next();
  };
  const title = (await next()).ready!;
  return {
    title,
    run: async (variant) => (await ask(`run ${variant}`)).seconds!,
    save: async (variant, file) => void (await ask(`save ${variant} ${file}`)),
    end: async () => (await ask('end')).peakMb!,
  };
}
