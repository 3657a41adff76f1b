import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Http, HttpReply } from '../ports/http.ts';

/**
 * HTTP over the network. Each request has its own connection, so that none is repeated because an idle one was closed;
 * redirects are answers, so credentials never follow one; no proxy, no cookie, no cache.
 */
export const httpClient: Http = {
  send: (request) =>
    new Promise<HttpReply>((resolve) => {
      const start = new URL(request.url).protocol === 'https:' ? httpsRequest : httpRequest;
      const sent = start(request.url, {
        method: request.method,
        headers: { ...request.headers, 'Content-Length': request.body.length },
        agent: false,
      });
      const end = (reply: HttpReply): void => {
        clearTimeout(timer);
        resolve(reply); // of several ends the first counts
        if (reply.kind === 'fault') sent.destroy();
      };
      const timer = setTimeout(() => end({ kind: 'fault', fault: 'timeout' }), request.timeoutMs);
      // Whatever went wrong, the far side may have done what it was asked; the error itself may quote headers.
      sent.on('error', () => end({ kind: 'fault', fault: 'connection' }));
      sent.on('response', (response) => {
        const parts: Buffer[] = [];
        let length = 0;
        response.on('data', (part: Buffer) => {
          length += part.length;
          if (length > request.limitBytes) return end({ kind: 'fault', fault: 'too-large' });
          parts.push(part);
        });
        response.on('error', () => end({ kind: 'fault', fault: 'connection' }));
        response.on('close', () => end({ kind: 'fault', fault: 'connection' }));
        response.on('end', () => end(answerOf(response.statusCode, response.complete, parts)));
      });
      sent.end(request.body);
    }),
};

/** An answer that was cut off is none. */
function answerOf(status: number | undefined, complete: boolean, parts: readonly Buffer[]): HttpReply {
  return status === undefined || !complete
    ? { kind: 'fault', fault: 'connection' }
    : { kind: 'answer', status, body: new Uint8Array(Buffer.concat(parts)) };
}
