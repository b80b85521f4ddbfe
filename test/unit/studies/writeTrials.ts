// A worker process of a test: runs trials of a study that end at once. Arguments: journal, worker's id, trials.

import { openStudy } from '../../../engine/studies/openStudy.js';

const [journal = '', workerId = '', count = '0'] = process.argv.slice(2);
const study = await openStudy({ journal, name: 'sweep', workerId });
for (let i = 0; i < Number(count); i++) {
  const trial = await study.ask();
  await study.report(trial, 0, i);
  await study.tell(trial, 'complete', [i]);
}
