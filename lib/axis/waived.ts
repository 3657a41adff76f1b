import type { Waiver } from '../formats/tables.ts';

/** Differences that a person has accepted bear the name of the reconciliation's check. */
export const ON_AXIS_CHECK = 'codes-on-axis';

/** Which findings a named person has accepted, on a day (that of the lists, never today's). */
export class Waived {
  readonly #current = new Set<string>();
  readonly #expired: readonly Waiver[];

  constructor(waivers: readonly Waiver[], day: string) {
    this.#expired = waivers.filter((waiver) => waiver.expiry < day);
    for (const { check, key, expiry } of waivers) if (expiry >= day) this.#current.add(`${check}\n${key}`);
  }

  has(check: string, key: string): boolean {
    return this.#current.has(`${check}\n${key}`);
  }

  /** Waivers of these findings that would count if they had not expired, in the order of their file. */
  expiredOf(findings: ReadonlyArray<{ readonly check: string; readonly key: string }>): Waiver[] {
    const open = new Set(
      findings.filter(({ check, key }) => !this.has(check, key)).map(({ check, key }) => `${check}\n${key}`),
    );
    return this.#expired.filter(({ check, key }) => open.has(`${check}\n${key}`));
  }
}
