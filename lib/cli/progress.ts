import type { OnProgress } from '../batch/progress.ts';
import type { Output } from './host.ts';
import type { Translate } from './lang.ts';

export interface ProgressLine {
  readonly on: OnProgress;
  /** Takes the line away, so that what comes next starts clean. */
  end(): void;
}

const CLEAR = '\r\u001b[K';

/** One line on stderr that is drawn over, only where a person looks at it; drawn when its text changes. */
function painter(stderr: Output): { paint(text: string): void; end(): void } {
  if (!stderr.isTTY) return { paint: () => {}, end: () => {} };
  let shown = '';
  return {
    paint(text) {
      if (text === shown) return;
      shown = text;
      stderr.write(`${CLEAR}${text}`);
    },
    end() {
      if (shown !== '') stderr.write(CLEAR);
      shown = '';
    },
  };
}

function percentOf(done: number, total: number): string {
  return total > 0 ? ` ${Math.floor((Math.min(done, total) / total) * 100)} %` : '';
}

/** The progress of a batch. */
export function progressLine(stderr: Output, t: Translate): ProgressLine {
  const { paint, end } = painter(stderr);
  return { on: ({ stage, done, total }) => paint(`${t(`stage.${stage}`)}${percentOf(done, total)}`), end };
}

/** The progress of work that is no stage of a batch. */
export function plainProgress(
  stderr: Output,
  text: string,
): { on(done: number, total: number): void; end(): void } {
  const { paint, end } = painter(stderr);
  return { on: (done, total) => paint(`${text}${percentOf(done, total)}`), end };
}
