import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { reviveError } from '../batch/plain-error.ts';
import { ThongSuotError } from '../formats/errors.ts';
import type { StageListener, StageRunner } from '../ports/stage-runner.ts';
import type { StageFolders } from './stage-ports.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

/** A stage's large buffers lie outside the heap; a small nursery costs no time there and saves 30 MB a thread. */
const resourceLimits = { maxYoungGenerationSizeMb: 16 };

/**
 * Stages on worker threads: one message at a time on each. Threads start with the first work there is, no more than
 * there are messages, and stay for the next stage (their tables are loaded, their buffers grown).
 */
export class WorkerPool implements StageRunner {
  readonly #size: number;
  readonly #folders: StageFolders;
  readonly #threads: Thread[] = [];

  constructor(size: number, folders: StageFolders) {
    this.#size = size;
    this.#folders = folders;
  }

  async runAll(stage: string, messages: readonly unknown[], listener: StageListener): Promise<void> {
    while (this.#threads.length < Math.min(this.#size, messages.length))
      this.#threads.push(new Thread(this.#folders));
    let next = 0;
    let failure: { readonly error: unknown } | undefined;
    // Results are handed over one after the other, as they come.
    let handing: Promise<void> = Promise.resolve();
    const work = async (thread: Thread): Promise<void> => {
      while (failure === undefined && next < messages.length) {
        const index = next++;
        try {
          const result = await thread.run(stage, messages[index], listener);
          handing = handing.then(() => listener.onResult?.(result, index));
          await handing;
        } catch (error) {
          failure ??= { error };
        }
      }
    };
    await Promise.all(this.#threads.map(work));
    if (failure !== undefined) throw failure.error;
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.splice(0).map((thread) => thread.close()));
  }
}

class Thread {
  readonly #worker: Worker;
  #task:
    | { resolve(result: unknown): void; reject(error: unknown): void; listener: StageListener }
    | undefined;
  #dead: unknown;

  constructor(folders: StageFolders) {
    this.#worker = startWorker(folders);
    this.#worker.on('message', (message: FromWorker) => this.#receive(message));
    this.#worker.on('error', (error) => this.#die(error));
    this.#worker.on('exit', (code) =>
      this.#die(
        new ThongSuotError('worker-died', 'system', `a worker thread ended with code ${code}`, { code }),
      ),
    );
  }

  run(stage: string, message: unknown, listener: StageListener): Promise<unknown> {
    if (this.#dead !== undefined) return Promise.reject(this.#dead);
    return new Promise((resolve, reject) => {
      this.#task = { resolve, reject, listener };
      this.#worker.postMessage({ stage, message } satisfies ToWorker);
    });
  }

  async close(): Promise<void> {
    this.#worker.removeAllListeners();
    await this.#worker.terminate();
  }

  #receive(message: FromWorker): void {
    const task = this.#task;
    if (task === undefined) return;
    if (message.type === 'advance') {
      task.listener.onAdvance?.(message.amount);
      return;
    }
    this.#task = undefined;
    if (message.type === 'result') task.resolve(message.result);
    else task.reject(reviveError(message.error));
  }

  #die(error: unknown): void {
    this.#dead ??= error;
    this.#task?.reject(this.#dead);
    this.#task = undefined;
  }
}

/** `dist/worker.js` beside the bundle; `worker.ts` through tsx where the sources themselves run (development, tests). */
function startWorker(folders: StageFolders): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL('./worker.js', import.meta.url), { workerData: folders, resourceLimits });
  // `--import tsx` does nothing on a thread of Node 20, so the thread registers it for itself.
  const tsx = pathToFileURL(
    createRequire(import.meta.url)
      .resolve('tsx/esm/api')
      .replace(/\.cjs$/, '.mjs'),
  ).href;
  const entry = new URL('./worker.ts', import.meta.url).href;
  const start = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(entry)}); });`;
  return new Worker(start, { eval: true, workerData: folders, resourceLimits, execArgv: [] });
}
