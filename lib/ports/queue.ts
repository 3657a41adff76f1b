/** A message on its way to one queue. `id` names it: what has the same id within some minutes may be sent once only. */
export interface QueueMessage {
  readonly id: string;
  /** JSON, small (SQS takes 256 KiB). */
  readonly body: unknown;
}

/** Queues by name: those of the stages, and `coordinate`. At least once, in any order. */
export interface Queues {
  send(queue: string, messages: readonly QueueMessage[]): Promise<void>;
}
