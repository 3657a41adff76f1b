import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take half a minute and more: begun last, one of them would run alone at the end. */
const LONG = [
  'aws/e2e',
  'reconcile/parts',
  'batch/faults',
  'reconcile/mutations',
  'aws/stack',
  'e2e/law-cases',
  'e2e/sample',
];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const at = LONG.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return at < 0 ? LONG.length : at;
};

/** The long files first, everything else as Vitest has it. */
export default class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    return usual.sort((a, b) => rankOf(a) - rankOf(b));
  }
}
