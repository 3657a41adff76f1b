/** US dollars before tax, without free tiers and discounts. A price is a setting: give the contract's own. */
export interface Prices {
  readonly region: string;
  /** Day on which the figures were written down. */
  readonly asOf: string;
  readonly source: string;
  readonly lambdaRequest: number;
  readonly lambdaArmGbSecond: number;
  readonly lambdaX86GbSecond: number;
  /** Of a function's disk beyond 512 MB. */
  readonly lambdaDiskGbSecond: number;
  readonly s3Put: number;
  readonly s3Get: number;
  readonly s3GbMonth: number;
  readonly sqsRequest: number;
  readonly sqsFifoRequest: number;
  readonly dynamoWriteUnit: number;
  readonly dynamoReadUnit: number;
  readonly kmsRequest: number;
  readonly kmsKeyMonth: number;
  readonly logGb: number;
  readonly alarmMonth: number;
  readonly dashboardMonth: number;
  readonly metricMonth: number;
  /** Members that may well be wrong, not only unchecked: they are of an older list, or another region's. */
  readonly unsure: ReadonlyArray<keyof Prices>;
}

const SOURCE = 'AWS’s list prices as known on the day, not checked against its price pages';

const US_EAST_1: Prices = {
  region: 'us-east-1',
  asOf: '2026-11-22',
  source: SOURCE,
  lambdaRequest: 0.2e-6,
  lambdaArmGbSecond: 0.0000133334,
  lambdaX86GbSecond: 0.0000166667,
  lambdaDiskGbSecond: 0.0000000309,
  s3Put: 0.005e-3,
  s3Get: 0.0004e-3,
  s3GbMonth: 0.023,
  sqsRequest: 0.4e-6,
  sqsFifoRequest: 0.5e-6,
  dynamoWriteUnit: 0.625e-6,
  dynamoReadUnit: 0.125e-6,
  kmsRequest: 0.03e-4,
  kmsKeyMonth: 1,
  logGb: 0.5,
  alarmMonth: 0.1,
  dashboardMonth: 3,
  metricMonth: 0.3,
  unsure: [],
};

export const PRICES: Readonly<Record<string, Prices>> = {
  'us-east-1': US_EAST_1,
  'ap-southeast-1': {
    ...US_EAST_1,
    region: 'ap-southeast-1',
    lambdaDiskGbSecond: 0.0000000367,
    s3GbMonth: 0.025,
    dynamoWriteUnit: 0.71e-6,
    dynamoReadUnit: 0.1425e-6,
    logGb: 0.7,
    unsure: ['lambdaDiskGbSecond', 'dynamoWriteUnit', 'dynamoReadUnit', 'logGb', 'sqsFifoRequest'],
  },
};
