// Small picture of a sample, its panels side by side, with their names below.

import type { SamplePicture } from '../../engine/protocol/dataCheck.js';
import { t } from '../ui/l10n.js';
import { usePictureAddress } from '../ui/usePictureAddress.js';

export interface SampleStripProps {
  readonly picture: SamplePicture;
  readonly panels: readonly string[];
  readonly hasProblem: boolean;
}

export function SampleStrip({ picture, panels, hasProblem }: SampleStripProps) {
  const address = usePictureAddress(picture.png, 'image/png');
  const label = t('{0}: {1}', picture.sample, panels.join(', '));
  return (
    <figure class="strip">
      <img src={address} alt={label} />
      <div class="names" aria-hidden="true">
        {panels.map((name) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <figcaption>
        {hasProblem && <span class="codicon codicon-warning" aria-hidden="true" />} {picture.sample}
      </figcaption>
    </figure>
  );
}
