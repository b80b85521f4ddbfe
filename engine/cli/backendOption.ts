// The option --backend of commands that run networks.

import { Option } from 'commander';
import { backendIds } from '../backends/openBackend.js';

export function backendOption(): Option {
  return new Option('--backend <id>', 'backend that computes (default: the fastest that works)').choices(
    backendIds(),
  );
}
