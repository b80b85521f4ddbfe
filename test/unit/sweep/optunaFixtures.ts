// Files that Optuna 5.0.0 has recorded.

import { join } from 'node:path';

export const optunaFixtures = join(import.meta.dirname, '../../../../test/fixtures/sweeps');
