import { request } from 'node:http';

/**
 * What the emulator of S3 lacks: a put with `If-None-Match: *` is answered by 412 where there is an object already, and
 * of two at once one comes first.
 */
export class OnceOnly {
  readonly #port: number;
  #last: Promise<void> = Promise.resolve();

  /** Of the emulator. */
  constructor(port: number) {
    this.#port = port;
  }

  /** Waits for its turn. `done` lets the next one in; `refused`: there is such an object. */
  async enter(path: string): Promise<{ refused: boolean; done: () => void }> {
    const before = this.#last;
    let done = (): void => undefined;
    this.#last = new Promise<void>((resolve) => {
      done = resolve;
    });
    await before;
    return { refused: await this.#isThere(path), done };
  }

  #isThere(path: string): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: this.#port, method: 'HEAD', path }, (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200);
      });
      asked.on('error', reject);
      asked.end();
    });
  }
}

export const isConditional = (
  method: string | undefined,
  headers: Readonly<Record<string, unknown>>,
): boolean => method === 'PUT' && headers['if-none-match'] === '*';
