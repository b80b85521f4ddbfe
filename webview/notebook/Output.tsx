// One output: checked at this door, drawn once it comes into sight, with a boundary for errors.

import type { ComponentChildren } from 'preact';
import { useErrorBoundary, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { asError } from '../../engine/protocol/errors.js';
import {
  evaluationOutput,
  OUTPUT_MIMES,
  resultOutput,
  runOutput,
  sweepOutput,
} from '../../engine/protocol/outputs.js';
import { useInSight } from '../charts/inSight.js';
import { t } from '../ui/l10n.js';
import { themeKind, useTheme } from '../ui/theme.js';
import type { OutputChannel } from './channel.js';
import { EvaluationView } from './EvaluationView.js';
import { ResultView } from './ResultView.js';
import { RunView } from './RunView.js';
import { SweepView } from './SweepView.js';

export interface OutputProps {
  /** Id of the output in its notebook. */
  readonly id: string;
  readonly mime: string;
  /** Parsed JSON, unchecked. */
  readonly value: unknown;
  readonly channel: OutputChannel;
}

export function Output({ id, mime, value, channel }: OutputProps) {
  const content = useMemo(() => contentOf(mime, value, id, channel), [mime, value, id, channel]);
  const [error] = useErrorBoundary() as [unknown, () => void];
  useTheme();
  const { light, highContrast } = themeKind();
  const theme = highContrast ? (light ? 'vscode-high-contrast-light' : 'vscode-high-contrast') : '';
  const problem = error === undefined ? undefined : asError(error).message;
  return (
    <div class={theme}>
      <section class="page output" aria-label={t('DeepLIIF output')} data-mime={mime}>
        {problem === undefined ? (
          <InSight>{content}</InSight>
        ) : (
          <p class="problem" role="alert">
            {t('This output stopped with an error: {0}', problem)}
          </p>
        )}
      </section>
    </div>
  );
}

function contentOf(mime: string, value: unknown, id: string, channel: OutputChannel): ComponentChildren {
  try {
    if (value instanceof Error) throw value;
    switch (mime) {
      case OUTPUT_MIMES.result:
        return <ResultView id={id} output={resultOutput(value, 'output')} channel={channel} />;
      case OUTPUT_MIMES.run:
        return <RunView id={id} output={runOutput(value, 'output')} channel={channel} />;
      case OUTPUT_MIMES.sweep:
        return <SweepView id={id} output={sweepOutput(value, 'output')} channel={channel} />;
      default:
        return <EvaluationView output={evaluationOutput(value, 'output')} />;
    }
  } catch (thrown) {
    return (
      <p class="problem" role="alert">
        {t(
          'This output cannot be shown: {0} Run its cell again with this version of DeepLIIF.',
          asError(thrown).message,
        )}
      </p>
    );
  }
}

/** Height of an output before it was drawn for the first time, which is about that of a result. */
const FIRST_HEIGHT_PX = 420;

/** Content while it is in sight, or nearly so; out of sight, room of the same height. */
function InSight({ children }: { readonly children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  const inSight = useInSight(box);
  const [heightPx, setHeightPx] = useState(FIRST_HEIGHT_PX);
  useLayoutEffect(() => {
    if (!inSight) return undefined;
    const element = box.current!;
    const observer = new ResizeObserver(() => setHeightPx(element.offsetHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [inSight]);
  return (
    <div ref={box} style={inSight ? {} : { height: `${heightPx}px` }}>
      {inSight && children}
    </div>
  );
}
