import { type ChildProcess, spawn } from 'node:child_process';

/** The machine of a function went away while it worked. */
export class FunctionKilled extends Error {}

export interface FunctionProcessOptions {
  /** URL of the bundle, and the handler's name in it. */
  readonly file: string;
  readonly exported: string;
  readonly name: string;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly env: Readonly<Record<string, string>>;
}

interface Answer {
  readonly call: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** What Lambda's runtime does: loads the bundle once, and hands it one event after the other. */
const RUNTIME = `
  const { FILE, EXPORTED, NAME, MEMORY } = JSON.parse(process.argv[1]);
  const loaded = import(FILE);
  process.on('message', async ({ call, event, timeoutMs }) => {
    const end = Date.now() + timeoutMs;
    const context = {
      functionName: NAME, memoryLimitInMB: MEMORY, awsRequestId: String(call),
      invokedFunctionArn: 'arn:aws:lambda:ap-southeast-1:000000000000:function:' + NAME,
      getRemainingTimeInMillis: () => end - Date.now(),
    };
    try {
      process.send({ call, result: await (await loaded)[EXPORTED](event, context) });
    } catch (error) {
      process.send({ call, error: String(error && error.stack) });
    }
  });
  process.on('disconnect', () => process.exit());`;

/** A function of Lambda: its bundle in a process of its own with its own environment, started anew after it was killed. */
export class FunctionProcess {
  readonly #options: FunctionProcessOptions;
  #child: ChildProcess | undefined;
  #calls = 0;
  /** What it wrote to its log: what a function prints. */
  logs = '';

  constructor(options: FunctionProcessOptions) {
    this.#options = options;
  }

  /** Invokes the handler; rejects as Lambda would report an error of the function. */
  invoke(event: unknown): Promise<unknown> {
    this.#child ??= this.#start();
    const child = this.#child;
    const call = this.#calls++;
    return new Promise((resolve, reject) => {
      const onMessage = (answer: unknown): void => {
        const { call: answered, result, error } = answer as Answer;
        if (answered !== call) return;
        done();
        if (error === undefined) resolve(result);
        else reject(new Error(error));
      };
      const onExit = (): void => {
        done();
        reject(new FunctionKilled(this.#options.name));
      };
      const done = (): void => {
        child.off('message', onMessage);
        child.off('exit', onExit);
      };
      child.on('message', onMessage);
      child.on('exit', onExit);
      child.send({ call, event, timeoutMs: this.#options.timeoutSeconds * 1000 });
    });
  }

  /** As if its machine went away. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }

  #start(): ChildProcess {
    const { file, exported, name, memoryMiB, env } = this.#options;
    const options = { FILE: file, EXPORTED: exported, NAME: name, MEMORY: String(memoryMiB) };
    const child = spawn(process.execPath, ['-e', RUNTIME, JSON.stringify(options)], {
      env: { ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.logs += text;
      });
    child.on('exit', () => {
      if (this.#child === child) this.#child = undefined;
    });
    return child;
  }
}
