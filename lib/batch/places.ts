/** A batch, or the dry run of one. */
export interface BatchPlace {
  readonly batch: string;
  readonly kind: 'run' | 'plan';
}

/** A dry run stands beside its batch's run and shares nothing with it: nobody takes what it made for the real thing. */
const PLAN_FOLDER = '.plan';
const PLAN_PARTITION = 'plan/';

/** The folder of its outputs: `NAME`, or `NAME.plan`. A batch's name has no dot. */
export const folderOf = ({ batch, kind }: BatchPlace): string =>
  kind === 'plan' ? batch + PLAN_FOLDER : batch;

/** Whether a folder of outputs is a dry run's, by its name or path. */
export const kindOfFolder = (path: string): BatchPlace['kind'] =>
  path.endsWith(PLAN_FOLDER) ? 'plan' : 'run';

/** The batch of a folder of outputs, by the folder's name. */
export const batchOfFolder = (name: string): BatchPlace => {
  const kind = kindOfFolder(name);
  return { batch: kind === 'plan' ? name.slice(0, -PLAN_FOLDER.length) : name, kind };
};

/** What stands before the names of batches of this kind in a ledger that holds both. */
export const partitionPrefix = (kind: BatchPlace['kind']): string => (kind === 'plan' ? PLAN_PARTITION : '');

/** Its partition in a ledger that holds both kinds; also the group of its messages, which keep their order. */
export const partitionOf = ({ batch, kind }: BatchPlace): string => partitionPrefix(kind) + batch;
