import type { AwsCall } from './aws-call.ts';

/** A call with the function that makes it and how many calls of its service went before it. */
export interface CallInFlight extends AwsCall {
  readonly caller: string;
  readonly nth: number;
}

/** What may go wrong. Functions are named as `lib/infra/functions.ts` does; nothing goes wrong that is not answered. */
export interface Faults {
  /** Answer the call as AWS does under load: too many requests, or a failure of its own. */
  disturbs?(call: CallInFlight): 'throttle' | 'fail' | undefined;
  /** The caller dies at this call: before AWS has it, or when AWS has done it and the answer is on its way. */
  dies?(call: CallInFlight): 'before' | 'after' | undefined;
  /** Deliver this message again after it was done. */
  twice?(name: string, delivery: number): boolean;
  /** Deliver what is waiting in another order (never of a FIFO queue). */
  shuffles?(name: string): boolean;
  /** Messages whose function was killed stay hidden, as their visibility has it, until `Cloud.reveal`. */
  readonly hides?: boolean;
}
