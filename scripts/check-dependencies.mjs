// Runs the dependency rules over lib, bin and lambdas, and fails where they are broken or a module was not looked at.
// `node scripts/check-dependencies.mjs [FOLDER]` (a test points it at a planted fault).
import { resolve } from 'node:path';
import { checkDependencies } from './dependencies.mjs';

const { faults, summary, passed } = await checkDependencies(resolve(process.argv[2] ?? '.'));
for (const fault of faults) console.error(fault);
console.log(summary);
process.exitCode = passed ? 0 : 1;
