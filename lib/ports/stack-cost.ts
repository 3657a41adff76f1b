export interface Files {
  readonly files: number;
  readonly bytes: number;
}

/** Those that the store keeps a SHA-256 of, made of all their bytes, and those that a function must read to know it. */
export interface Attachments {
  readonly stored: Files;
  readonly hashed: Files;
}

/** A batch as far as its cost goes. */
export interface StackWorkload {
  /** Undefined before anybody counted them: taken from the bytes by the size of an ordinary dossier. */
  readonly records: number | undefined;
  readonly bytes: number;
  readonly sources: number;
  readonly systems: number;
  readonly attachments?: Attachments;
}

/** What the model of docs/cost.md says of one run, attachments included. Nothing of it is measured. */
export interface StackCost {
  readonly records: number;
  /** With one month of keeping sources and outputs; undefined where the model has no prices of the region. */
  readonly usd: number | undefined;
  readonly calls: number;
  readonly chunks: number;
  /** From the first message to the last result. */
  readonly seconds: number;
  readonly stages: ReadonlyArray<{ readonly stage: string; readonly runs: number; readonly calls: number }>;
  /** What of it is for attachments; undefined where there are none. */
  readonly attachments:
    | {
        readonly files: number;
        /** Those that a function must read. */
        readonly hashed: number;
        readonly calls: number;
        /** With one month of storage. */
        readonly usd: number | undefined;
      }
    | undefined;
  /** The day of the prices. */
  readonly pricesOf: string | undefined;
}
