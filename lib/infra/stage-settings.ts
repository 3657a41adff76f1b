import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ObjectLockRetention } from 'aws-cdk-lib/aws-s3';
import type { InfraConfig, StageName } from './config.ts';

interface StageDefaults {
  /** Of the source and work buckets, access logs and log groups. Ledger, evidence and keys are kept in every stage. */
  readonly removal: RemovalPolicy.DESTROY | RemovalPolicy.RETAIN;
  readonly terminationProtection: boolean;
  readonly logRetentionDays: 14 | 90 | 365 | 731;
  readonly lockMode: 'governance' | 'compliance';
  readonly lockDays: number;
  /** Versions of objects that were replaced or deleted stay so long. */
  readonly noncurrentDays: number;
  /** Functions that remap at the same time. */
  readonly remapConcurrency: number;
}

const DEFAULTS: Readonly<Record<StageName, StageDefaults>> = {
  dev: {
    removal: RemovalPolicy.DESTROY,
    terminationProtection: false,
    logRetentionDays: 14,
    lockMode: 'governance',
    lockDays: 1,
    noncurrentDays: 7,
    remapConcurrency: 5,
  },
  pilot: {
    removal: RemovalPolicy.RETAIN,
    terminationProtection: true,
    logRetentionDays: 90,
    lockMode: 'governance',
    lockDays: 90,
    noncurrentDays: 30,
    remapConcurrency: 20,
  },
  production: {
    removal: RemovalPolicy.RETAIN,
    terminationProtection: true,
    logRetentionDays: 365,
    lockMode: 'governance',
    lockDays: 3650,
    noncurrentDays: 90,
    remapConcurrency: 50,
  },
};

const LOG_RETENTION = {
  14: RetentionDays.TWO_WEEKS,
  90: RetentionDays.THREE_MONTHS,
  365: RetentionDays.ONE_YEAR,
  731: RetentionDays.TWO_YEARS,
} as const;

/** What the stage decides and the configuration may override, in the types that the constructs take. */
export interface StageSettings extends Omit<StageDefaults, 'logRetentionDays' | 'lockMode' | 'lockDays'> {
  readonly logRetention: RetentionDays;
  readonly lock: ObjectLockRetention;
}

export function settingsOf({
  stage,
  evidence,
  logRetentionDays,
  concurrency,
}: Pick<InfraConfig, 'stage' | 'evidence' | 'logRetentionDays' | 'concurrency'>): StageSettings {
  const defaults = DEFAULTS[stage];
  const retention = Duration.days(evidence.retentionDays ?? defaults.lockDays);
  return {
    removal: defaults.removal,
    terminationProtection: defaults.terminationProtection,
    noncurrentDays: defaults.noncurrentDays,
    remapConcurrency: concurrency.remap ?? defaults.remapConcurrency,
    logRetention: LOG_RETENTION[logRetentionDays ?? defaults.logRetentionDays],
    lock:
      (evidence.mode ?? defaults.lockMode) === 'compliance'
        ? ObjectLockRetention.compliance(retention)
        : ObjectLockRetention.governance(retention),
  };
}
