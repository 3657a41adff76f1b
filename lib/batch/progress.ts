/** How far a run is. `total` may grow while a stage finds more work. */
export interface Progress {
  readonly stage: 'freeze' | 'attachments' | 'remap' | 'assemble' | 'reconcile' | 'report';
  readonly done: number;
  readonly total: number;
  readonly unit: 'bytes' | 'records' | 'files' | 'chunks';
}
export type OnProgress = (progress: Progress) => void;
