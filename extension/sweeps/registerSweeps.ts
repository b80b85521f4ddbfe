// Sweeps as VS Code knows them: the view, the commands, lenses above their configurations, notifications of their ends.
// Light, since it is part of every start. The dashboard is handed in, because its panels are a feature of their own.

import * as vscode from 'vscode';
import type { Engine } from '../engine/engine.js';
import type { FrameContext } from '../panels/folderPage.js';
import { sweepCommands } from './sweepCommands.js';
import { createSweepControl } from './sweepControl.js';
import { registerSweepLens } from './sweepLens.js';
import { createSweepsTree } from './sweepsTree.js';
import { tellSweepEnds } from './tellSweepEnds.js';

export interface SweepsContext extends FrameContext {
  readonly engine: Pick<Engine, 'request'>;
  /** Memory of the window for this workspace. */
  readonly memory: vscode.Memento;
  /** Opens the dashboard of the sweep in a folder. */
  readonly openDashboard: (folder: string) => Promise<void>;
}

export function registerSweeps({ engine, memory, openDashboard, log }: SweepsContext) {
  const control = createSweepControl(engine);
  const tree = createSweepsTree();
  // The view is hidden until there is a sweep, so nothing else asks for the first reading.
  tree.refresh();
  const ends = tellSweepEnds(tree, memory, {
    log,
    openDashboard,
    startBest: async (sweep) => (await import('./startBest.js')).startBest(control, sweep),
    resume: (folder) => control.steer(folder, { phase: 'working' }),
  });
  const lens = registerSweepLens(tree);
  return {
    control,
    tree,
    commands: sweepCommands({ tree, control, log, openDashboard }),
    dispose: () => void vscode.Disposable.from(tree, lens, ends).dispose(),
  };
}
