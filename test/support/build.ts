import { execFileSync } from 'node:child_process';

/** The end-to-end tests run the bundle, as a user would: it must be today's. */
export default function build(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
