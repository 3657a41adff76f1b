export interface StageListener {
  /** One message's result. Awaited before the next result is handed over. */
  onResult?(result: unknown, index: number): void | Promise<void>;
  /** More of a running stage is done, in its own unit: a hint for progress lines. */
  onAdvance?(amount: number): void;
}

/** Runs a stage of the stage table by name, on this machine's threads or on the far side of a queue. */
export interface StageRunner {
  /**
   * Runs one stage once for each message, some at the same time, and hands over each result as it comes.
   * The first failure stops the sending of further messages; what is in hand is waited for; then it is thrown.
   */
  runAll(stage: string, messages: readonly unknown[], listener: StageListener): Promise<void>;
  /** Ends the threads. */
  close(): Promise<void>;
}
