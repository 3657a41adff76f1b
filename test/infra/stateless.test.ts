import { describe, expect, it } from 'vitest';
import { stages } from '../../lib/batch/stages.ts';
import {
  CODES,
  QUEUE_FUNCTIONS,
  type QueueFunction,
  SCHEDULED_FUNCTIONS,
} from '../../lib/infra/functions.ts';
import { pascal } from '../../lib/infra/pascal.ts';
import { axis, ofType, type Resource, synthesise } from './synth.ts';

const { work } = synthesise({ axis });
const queueFunctions: readonly QueueFunction[] = [...QUEUE_FUNCTIONS, CODES];
const one = (type: string, begins: string): [string, Resource] => {
  const found = ofType(work, type).filter(([id]) => new RegExp(`^${begins}[0-9A-F]{8}$`).test(id));
  expect(found, `${type} ${begins}`).toHaveLength(1);
  return found[0]!;
};
const functionOf = (name: string) => one('AWS::Lambda::Function', `${pascal(name)}Function`)[1].Properties;

describe('the table of functions', () => {
  it('has every stage of the stage table, with its memory and time', () => {
    for (const [name, { resources }] of Object.entries(stages)) {
      expect(queueFunctions.map((plan) => plan.name)).toContain(name);
      expect(functionOf(name)).toMatchObject({
        MemorySize: resources.memoryMiB,
        Timeout: resources.timeoutSeconds,
      });
    }
  });

  it('sends only to queues that there are', () => {
    const names = queueFunctions.map(({ name }) => name as string);
    for (const plan of [...queueFunctions, ...SCHEDULED_FUNCTIONS])
      for (const name of plan.sendsTo) expect(names).toContain(name);
  });
});

describe('loops of messages', () => {
  const plans = [...queueFunctions, ...SCHEDULED_FUNCTIONS];
  const setting = (name: string): string => functionOf(name).RecursiveLoop;

  it('are let through for the coordinator, a long sync and a remap that hands over, and stopped by Lambda for everybody else', () => {
    expect(plans.filter(({ name }) => setting(name) === 'Allow').map(({ name }) => name)).toEqual([
      'remap-chunk',
      'coordinate',
      'codes',
    ]);
    for (const { name } of plans) expect(['Allow', 'Terminate']).toContain(setting(name));
  });

  it('all lead through a function that lets them through', () => {
    const sendsTo = new Map<string, readonly string[]>(
      plans.map(({ name, sendsTo: to }) => [name, to.filter((each) => setting(each) === 'Terminate')]),
    );
    // What is left of the graph has an end: whoever is followed never meets itself again.
    const follow = (name: string, passed: readonly string[]): void => {
      expect(passed).not.toContain(name);
      for (const next of sendsTo.get(name) ?? []) follow(next, [...passed, name]);
    };
    for (const { name } of plans) follow(name, []);
  });
});

describe.each(queueFunctions.map((plan) => [plan.name, plan] as const))('%s', (name, plan) => {
  const [queueId, { Properties: queue }] = one('AWS::SQS::Queue', `${pascal(name)}Queue`);
  const [deadId, { Properties: dead }] = one('AWS::SQS::Queue', `${pascal(name)}QueueDeadLetters`);
  const [, { Properties: mapping }] = one('AWS::Lambda::EventSourceMapping', `${pascal(name)}Poller`);

  it('hides a message at least six times as long as its function may run', () => {
    expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(6 * functionOf(name).Timeout);
    expect(queue.VisibilityTimeout).toBeLessThanOrEqual(12 * 3600);
  });

  it('puts a message aside after five tries, for a fortnight', () => {
    expect(queue.RedrivePolicy).toEqual({
      deadLetterTargetArn: { 'Fn::GetAtt': [deadId, 'Arn'] },
      maxReceiveCount: 5,
    });
    expect(dead.MessageRetentionPeriod).toBe(14 * 24 * 3600);
    // A dead letter of a standard queue keeps its age: it must not end the day it arrives.
    expect(queue.MessageRetentionPeriod).toBe((plan.fifo ? 14 : 7) * 24 * 3600);
  });

  it('reports failures message by message, and never runs more at once than it may', () => {
    expect(mapping).toMatchObject({
      EventSourceArn: { 'Fn::GetAtt': [queueId, 'Arn'] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BatchSize: 1,
    });
    expect(mapping.ScalingConfig.MaximumConcurrency).toBe(
      plan.maxConcurrency === 'remap' ? 50 : plan.maxConcurrency,
    );
    // Lambda takes no less.
    expect(mapping.ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
  });

  it(`${plan.fifo ? 'hands' : 'need not hand'} out one message of a batch at a time`, () => {
    for (const properties of [queue, dead]) expect(properties.FifoQueue).toBe(plan.fifo);
  });

  it('is encrypted and speaks TLS only', () => {
    for (const [id, properties] of [
      [queueId, queue],
      [deadId, dead],
    ] as const) {
      expect(properties.SqsManagedSseEnabled).toBe(true);
      const policy = ofType(work, 'AWS::SQS::QueuePolicy').find(([, { Properties }]) =>
        JSON.stringify(Properties.Queues).includes(`"${id}"`),
      );
      expect(JSON.stringify(policy)).toContain('"aws:SecureTransport":"false"');
    }
  });
});

describe.each([...queueFunctions, ...SCHEDULED_FUNCTIONS].map((plan) => [plan.name, plan] as const))(
  'function %s',
  (name, plan) => {
    const properties = functionOf(name);

    it('says its runtime, processor, memory, time and disk', () => {
      expect(properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: [name === 'reconcile' ? 'x86_64' : 'arm64'],
        MemorySize: plan.memoryMiB,
        Timeout: plan.timeoutSeconds,
        EphemeralStorage: { Size: plan.ephemeralMiB },
        TracingConfig: { Mode: 'Active' },
      });
    });

    it('logs JSON to a group of its own that ends', () => {
      const [id, { Properties: logs }] = one('AWS::Logs::LogGroup', `${pascal(name)}Logs`);
      expect(properties.LoggingConfig).toEqual({
        LogFormat: 'JSON',
        LogGroup: { Ref: id },
        ApplicationLogLevel: 'INFO',
        // Lambda's reports of each invocation are of this level: the runbook reads them.
        SystemLogLevel: 'INFO',
      });
      expect(logs.RetentionInDays).toBe(365);
    });

    it('is told where things are, and which queues it may send to', () => {
      const { Variables } = properties.Environment;
      for (const key of ['SOURCE_BUCKET', 'WORK_BUCKET', 'EVIDENCE_BUCKET', 'LEDGER_TABLE'])
        expect(Object.keys(Variables[key])).toEqual(['Fn::GetStackOutput']);
      expect(Variables).toMatchObject({
        STAGE: name,
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: 'ThongSuot',
        POWERTOOLS_LOGGER_LOG_EVENT: 'false',
      });
      const urls: unknown = Variables.QUEUE_URLS;
      const text =
        typeof urls === 'string'
          ? urls
          : (urls as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1]
              .map((part) => (typeof part === 'string' ? part : 'https://sqs'))
              .join('');
      expect(Object.keys(JSON.parse(text) as object).sort()).toEqual([...plan.sendsTo].sort());
      expect('ALERT_TOPIC' in Variables).toBe(plan.access.notices === true);
    });
  },
);

describe('schedules', () => {
  it('start what they should, when they should, and keep what failed', () => {
    const rules = Object.fromEntries(
      ofType(work, 'AWS::Events::Rule').map(([id, { Properties }]) => [
        id.replace(/[0-9A-F]{8}$/, ''),
        Properties,
      ]),
    );
    expect(
      Object.fromEntries(
        Object.entries(rules).map(([id, { ScheduleExpression }]) => [id, ScheduleExpression]),
      ),
    ).toEqual({
      SweepRule: 'rate(5 minutes)',
      ProgressReportRule: 'rate(15 days)',
      LedgerCheckRule: 'rate(1 day)',
      AxisWatch: 'rate(1 day)',
    });
    for (const { Targets } of Object.values(rules)) expect(Targets[0].DeadLetterConfig.Arn).toBeDefined();
    for (const { name } of SCHEDULED_FUNCTIONS) {
      const config = ofType(work, 'AWS::Lambda::EventInvokeConfig').find(([id]) =>
        id.startsWith(pascal(name)),
      )!;
      expect(config[1].Properties.DestinationConfig.OnFailure.Destination).toBeDefined();
    }
  });

  it('watch the axis by a message like any other', () => {
    const [, { Properties }] = ofType(work, 'AWS::Events::Rule').find(([id]) => id.startsWith('AxisWatch'))!;
    expect(Properties.Targets[0].Input).toBe('{"command":"watch"}');
  });
});

describe('topics', () => {
  it('are encrypted with the data key and speak TLS only', () => {
    const topics = ofType(work, 'AWS::SNS::Topic');
    expect(topics).toHaveLength(2);
    for (const [id, { Properties }] of topics) {
      expect(Properties.KmsMasterKeyId).toBeDefined();
      const policy = ofType(work, 'AWS::SNS::TopicPolicy').find(([, resource]) =>
        JSON.stringify(resource.Properties.Topics).includes(id),
      );
      expect(JSON.stringify(policy)).toContain('"aws:SecureTransport":"false"');
    }
  });
});

describe('outputs', () => {
  it('tell the command line where everything is', () => {
    expect(Object.keys(work.Outputs ?? {}).sort()).toEqual(
      [
        'AuditorKeyArn',
        'AuditorRoleArn',
        'AxisAdminRoleArn',
        'EvidenceBucketName',
        'IntakeEventSource',
        'LedgerTableName',
        'OperatorKeyArn',
        'OperatorRoleArn',
        'ScheduleFailuresUrl',
        'SourceBucketName',
        'WorkBucketName',
        ...queueFunctions.flatMap(({ name }) => [`${pascal(name)}QueueUrl`, `${pascal(name)}DeadLettersArn`]),
      ].sort(),
    );
  });
});
