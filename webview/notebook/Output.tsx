// One output: checked at this door, drawn once it comes into sight, with a boundary for errors.

import type { ComponentChildren } from 'preact';
import { useEffect, useErrorBoundary, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
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
  /** Parses the JSON, which is unchecked. Called when the output comes into sight. */
  readonly read: () => unknown;
  readonly channel: OutputChannel;
}

export function Output(props: OutputProps) {
  const { mime } = props;
  const [error] = useErrorBoundary() as [unknown, () => void];
  useTheme();
  const { light, highContrast } = themeKind();
  const theme = highContrast ? (light ? 'vscode-high-contrast-light' : 'vscode-high-contrast') : '';
  const problem = error === undefined ? undefined : asError(error).message;
  return (
    <div class={theme}>
      <section class="page output" aria-label={t('DeepLIIF output')} data-mime={mime}>
        {problem === undefined ? (
          <InSight>
            <Content {...props} />
          </InSight>
        ) : (
          <p class="problem" role="alert">
            {t('This output stopped with an error: {0}', problem)}
          </p>
        )}
      </section>
    </div>
  );
}

/** The content as it was checked, once for each item. */
function Content({ id, mime, read, channel }: OutputProps) {
  return <>{useMemo(() => contentOf(mime, read, id, channel), [mime, read, id, channel])}</>;
}

/** Content that replaces an earlier one is another component: state of the earlier one would hide part of it. */
let contents = 0;

function contentOf(mime: string, read: () => unknown, id: string, channel: OutputChannel): ComponentChildren {
  const key = ++contents;
  try {
    const value = read();
    switch (mime) {
      case OUTPUT_MIMES.result:
        return <ResultView key={key} id={id} output={resultOutput(value, 'output')} channel={channel} />;
      case OUTPUT_MIMES.run:
        return <RunView key={key} id={id} output={runOutput(value, 'output')} channel={channel} />;
      case OUTPUT_MIMES.sweep:
        return <SweepView key={key} id={id} output={sweepOutput(value, 'output')} channel={channel} />;
      default:
        return <EvaluationView key={key} output={evaluationOutput(value, 'output')} />;
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

/** Time after which an output that has come into sight is drawn, even if the page is still busy. */
const LATEST_MS = 200;

/**
 * Content while it is in sight, or nearly so; out of sight, room of the same height. Outputs that come into sight are drawn
 * one by one when the page has time, so that scrolling past hundreds of them stays smooth.
 */
function InSight({ children }: { readonly children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  const inSight = useInSight(box);
  const [isDrawn, setIsDrawn] = useState(false);
  const [heightPx, setHeightPx] = useState(FIRST_HEIGHT_PX);
  useEffect(() => {
    if (!inSight) return setIsDrawn(false);
    const turn = requestIdleCallback(() => setIsDrawn(true), { timeout: LATEST_MS });
    return () => cancelIdleCallback(turn);
  }, [inSight]);
  useLayoutEffect(() => {
    if (!isDrawn) return undefined;
    const element = box.current!;
    const observer = new ResizeObserver(() => setHeightPx(element.offsetHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, [isDrawn]);
  return (
    <div ref={box} style={isDrawn ? {} : { height: `${heightPx}px` }}>
      {isDrawn && children}
    </div>
  );
}
