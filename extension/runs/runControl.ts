// Requests to the engine that start, resume, fork and steer runs, and make models of them. Runs outlive the engine's process.

import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { ForkedRunFolder, ModelOfRun } from '../../engine/protocol/requests.js';
import type { RunCommand } from '../../engine/protocol/runCommands.js';
import type { RunNotes } from '../../engine/protocol/runNotes.js';
import type { Engine } from '../engine/engine.js';
import { CONTEXTS } from '../workbench/ids.js';
import { runsFolderFor } from './runsFolders.js';
import { placeOfRuns } from './configRuns.js';

export interface RunControl {
  /** Starts a run of a configuration file (absolute path) in a process of its own; returns the run's folder. */
  start(config: string): Promise<string>;
  /** Resumes the run after its last checkpoint, in a new process. */
  resume(folder: string): Promise<void>;
  /** Makes a new run beside this one, which resumes from the checkpoint. */
  fork(folder: string, checkpoint: string): Promise<ForkedRunFolder>;
  /** Model of a checkpoint; it is made unless it is there. */
  model(folder: string, checkpoint: string): Promise<ModelOfRun>;
  /** Replaces note and tags of the run. */
  annotate(folder: string, notes: RunNotes): Promise<void>;
  /** Sends a command to the process that trains the run. */
  command(folder: string, command: RunCommand): Promise<void>;
}

export function createRunControl(engine: Pick<Engine, 'request'>): RunControl {
  return {
    start: async (config) => {
      const text = await readFile(config, 'utf8').catch(() => ''); // the engine reports its error
      const runs = placeOfRuns(text, config)?.out === undefined ? runsFolderFor(config) : undefined;
      const { folder } = await engine.request('run/start', {
        config,
        ...(runs === undefined ? {} : { runs }),
      });
      void vscode.commands.executeCommand('setContext', CONTEXTS.runStarted, true);
      return folder;
    },
    resume: async (folder) => {
      await engine.request('run/resume', { folder });
    },
    fork: (folder, checkpoint) => engine.request('run/fork', { folder, checkpoint }),
    model: (folder, checkpoint) => engine.request('run/model', { folder, checkpoint }),
    annotate: (folder, notes) => engine.request('run/annotate', { folder, ...notes }),
    command: (folder, command) => engine.request('run/command', { folder, command }),
  };
}
