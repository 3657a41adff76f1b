/** One request over the network. Secrets stand in `headers` alone. */
export interface HttpRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** For the whole exchange, the answer's last byte included. */
  readonly timeoutMs: number;
  /** The longest answer that is read. */
  readonly limitBytes: number;
}

/**
 * `fault`: no whole answer came, so what the far side did is not known. `timeout`; `connection`, whatever the system
 * said; `too-large`. Redirects are answers (3xx) and are never followed.
 */
export type HttpReply =
  | { readonly kind: 'answer'; readonly status: number; readonly body: Uint8Array }
  | { readonly kind: 'fault'; readonly fault: 'timeout' | 'connection' | 'too-large' };

export interface Http {
  send(request: HttpRequest): Promise<HttpReply>;
}
