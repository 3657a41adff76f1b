import { type BatchCost, costOf, dossiers } from './cost.ts';
import type { Prices } from './prices.ts';
import type { Tuning } from './workload.ts';

/** Dossiers a year: 4.7 million in Ho Chi Minh City, about 31 million in all 34 provinces (annualised from July 2025). */
const HCMC_A_YEAR = 4.7e6;
const NATION_A_YEAR = 31e6;
const YEARS = 10;

export interface Simulation {
  readonly name: string;
  readonly batches: readonly BatchCost[];
}

/** One source a system and year: an export of ten years in one file would be frozen by one function. */
const province = (records: number, prices: Prices, tuning?: Tuning): BatchCost =>
  costOf(dossiers(records, 3 * YEARS, 3), prices, tuning);

export function hcmc(prices: Prices, tuning?: Tuning): Simulation {
  return { name: 'Ho Chi Minh City, ten years', batches: [province(50e6, prices, tuning)] };
}

export function nation(prices: Prices, tuning?: Tuning): Simulation {
  const others = ((NATION_A_YEAR - HCMC_A_YEAR) * YEARS) / 33;
  return {
    name: 'all 34 provinces at once, in one account',
    batches: [50e6, ...new Array<number>(33).fill(others)].map((records) =>
      province(records, prices, tuning),
    ),
  };
}
