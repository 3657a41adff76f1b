import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RUNBOOK_ANCHORS } from '../../lib/infra/alarms.ts';
import { METRICS } from '../../lib/infra/metrics.ts';
import { axis, ofType, root, synthesise } from './synth.ts';

const { data, work } = synthesise({ axis });
const alarms = ofType(work, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
const runbook = readFileSync(join(root, 'docs/runbook.md'), 'utf8');
const sections = new Map(
  runbook
    .split(/^## /m)
    .slice(1)
    .map((section) => [
      section.split('\n')[0]!.trim().toLowerCase().replaceAll(' ', '-'),
      section.slice(section.indexOf('\n')),
    ]),
);
const VERDICTS = ['ConservationBroken', 'ChecksFailed', 'LedgerMismatch'];
const about = (metric: string, dimension: string, id: string) =>
  alarms.filter(
    ({ MetricName, Dimensions }) =>
      MetricName === metric &&
      (Dimensions as Array<{ Name: string; Value: unknown }>).some(
        ({ Name, Value }) => Name === dimension && JSON.stringify(Value).includes(`"${id}"`),
      ),
  );

describe('alarms', () => {
  it('each tell somebody, and name a section of the runbook', () => {
    for (const { AlarmDescription, AlarmActions, OKActions, MetricName } of alarms) {
      const anchor = /docs\/runbook\.md#([a-z-]+)$/.exec(AlarmDescription)?.[1];
      expect(sections.keys(), AlarmDescription).toContain(anchor);
      expect(AlarmActions).toHaveLength(1);
      // A verdict is written once: five minutes of silence after it mend nothing, so nobody is told that it is over.
      expect(OKActions, AlarmDescription).toEqual(VERDICTS.includes(MetricName) ? undefined : AlarmActions);
    }
  });

  it('may publish to their topic, and use the key that encrypts it', () => {
    const account = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
    const cloudWatch = { Service: 'cloudwatch.amazonaws.com' };
    const [topic] = [...new Set(alarms.map(({ AlarmActions }) => AlarmActions[0].Ref as string))];
    const policy = ofType(work, 'AWS::SNS::TopicPolicy').find(([, { Properties }]) =>
      JSON.stringify(Properties.Topics).includes(`"${topic}"`),
    )![1].Properties.PolicyDocument;
    expect(policy.Statement).toContainEqual({
      Sid: 'AlarmsOfThisAccount',
      Effect: 'Allow',
      Action: 'sns:Publish',
      Principal: cloudWatch,
      Resource: { Ref: topic },
      Condition: account,
    });
    const key = ofType(data, 'AWS::KMS::Key').find(([id]) => id.startsWith('Data'))![1].Properties.KeyPolicy;
    expect(key.Statement).toContainEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Principal: cloudWatch,
      Resource: '*',
      Condition: account,
    });
  });

  it('are all in the runbook, with what it means, what to look at, what to do', () => {
    const used = new Set(alarms.map(({ AlarmDescription }) => /#([a-z-]+)$/.exec(AlarmDescription)?.[1]));
    expect([...used].sort()).toEqual([...RUNBOOK_ANCHORS].sort());
    for (const anchor of RUNBOOK_ANCHORS)
      for (const heading of ['**It means**', '**Look at**', '**Do**'])
        expect(sections.get(anchor), anchor).toContain(heading);
  });

  it('watch every queue: its dead letters and its oldest message', () => {
    const queues = ofType(work, 'AWS::SQS::Queue');
    const dead = queues.filter(([, { Properties }]) => Properties.RedrivePolicy === undefined);
    const live = queues.filter(([, { Properties }]) => Properties.RedrivePolicy !== undefined);
    expect(dead).toHaveLength(live.length + 1);
    const dimension = 'QueueName';
    for (const [id] of dead) {
      const [alarm] = about('ApproximateNumberOfMessagesVisible', dimension, id);
      expect(alarm, id).toMatchObject({ Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' });
    }
    for (const [id, { Properties }] of live) {
      const [alarm] = about('ApproximateAgeOfOldestMessage', dimension, id);
      expect(alarm?.Threshold, id).toBe(Properties.VisibilityTimeout);
    }
  });

  it('count the messages that each queue-fed function gives back', () => {
    const failed = alarms.filter(({ MetricName }) => MetricName === 'MessagesFailed');
    const services = failed.map(({ Dimensions }) => Dimensions[0].Value);
    const fed = ofType(work, 'AWS::Lambda::EventSourceMapping').map(
      ([, { Properties }]) =>
        work.Resources[Properties.FunctionName.Ref]!.Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME,
    );
    expect(services.sort()).toEqual(fed.sort());
    for (const alarm of failed) {
      expect(alarm).toMatchObject({
        Namespace: 'ThongSuot',
        Statistic: 'Sum',
        TreatMissingData: 'notBreaching',
        Dimensions: [{ Name: 'service' }],
      });
      // When the tries of one message fail, in seconds. Wherever the period begins, more of them than the threshold lie in
      // one; a message that fails once and gets through sounds nothing.
      const late = alarm.Dimensions[0].Value === 'codes';
      const tries = late ? [0, 5400, 10_800, 16_200, 21_600] : [0, 60, 360, 1860, 7260];
      for (let begins = 0; begins < alarm.Period; begins += 10) {
        const each = tries.map((second) => Math.floor((second + begins) / alarm.Period));
        const most = Math.max(...each.map((one) => each.filter((other) => other === one).length));
        expect(most, `${begins}`).toBeGreaterThan(alarm.Threshold);
      }
      expect(alarm.Threshold).toBe(1);
    }
  });

  it('hear of refused reads of the ledger as of refused events', () => {
    const refused = alarms.filter(({ MetricName }) => MetricName === 'ThrottledRequests');
    expect(
      refused.map(({ Dimensions }) =>
        Object.fromEntries(Dimensions.map(({ Name, Value }: never) => [Name, Value])),
      ),
    ).toMatchObject([{ Operation: 'PutItem' }, { Operation: 'Query' }]);
  });

  it('watch every function: errors, throttles, time', () => {
    for (const [id, { Properties }] of ofType(work, 'AWS::Lambda::Function')) {
      for (const metric of ['Errors', 'Throttles'])
        expect(about(metric, 'FunctionName', id), id).toHaveLength(1);
      expect(about('Duration', 'FunctionName', id)[0], id).toMatchObject({
        ExtendedStatistic: 'p95',
        Threshold: Properties.Timeout * 1000 * 0.8,
      });
    }
  });

  it.each(['ConservationBroken', 'ChecksFailed', 'LedgerMismatch'] as const)(
    'sound at the first %s',
    (name) => {
      const found = alarms.filter(
        ({ Namespace, MetricName }) => Namespace === 'ThongSuot' && MetricName === name,
      );
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({
        Threshold: 0,
        EvaluationPeriods: 1,
        Statistic: 'Sum',
        Dimensions: [{ Name: 'service', Value: METRICS[name].service }],
      });
    },
  );

  it('notice by its silence that the sweep, the ledger check or the watch of the axis has gone', () => {
    const silenceOf = (template: typeof work) =>
      ofType(template, 'AWS::CloudWatch::Alarm')
        .filter(([, { Properties }]) => Properties.TreatMissingData === 'breaching')
        .map(
          ([
            ,
            {
              Properties: { Namespace, MetricName, Period, EvaluationPeriods, Threshold, Dimensions },
            },
          ]) => ({
            of: `${Namespace} ${MetricName} ${Dimensions[0].Name}`,
            hours: (Period * EvaluationPeriods) / 3600,
            Threshold,
          }),
        );
    const lambda = { of: 'AWS/Lambda Invocations FunctionName', Threshold: 1 };
    const rule = { of: 'AWS/Events Invocations RuleName', Threshold: 1 };
    // One interval and two hours: a start that is a few minutes late is no silence.
    expect(silenceOf(work)).toEqual([
      { ...lambda, hours: 1 },
      { ...lambda, hours: 26 },
      { ...rule, hours: 26 },
    ]);
    // A week is what CloudWatch looks back at the most.
    const rare = synthesise({ axis: { ...axis, watchEveryHours: 144 } });
    expect(silenceOf(rare.work).at(-1)).toEqual({ ...rule, hours: 146 });
    expect(() => synthesise({ axis: { ...axis, watchEveryHours: 145 } })).toThrow('watchEveryHours');
  });
});

describe('the dashboard', () => {
  const body = JSON.stringify(
    ofType(work, 'AWS::CloudWatch::Dashboard').map(([, { Properties }]) => Properties),
  );

  it('shows in, migrated, already, held and rejected, the oldest message, dead letters, p95 and throttles', () => {
    for (const metric of [
      'RecordsIn',
      'RecordsMigrated',
      'RecordsAlready',
      'RecordsHeld',
      'RecordsRejected',
      'ApproximateAgeOfOldestMessage',
      'ApproximateNumberOfMessagesVisible',
      'Throttles',
      'Duration',
    ])
      expect(body).toContain(metric);
    expect(body).toContain('p95');
  });
});

describe('the runbook', () => {
  it.each([
    'stop-the-intake',
    'redrive-dead-letters',
    'replay-a-batch',
    'reverse-a-cutover',
    'roll-back-a-deployment',
  ])('says how to: %s', (anchor) => {
    expect([...sections.keys()]).toContain(anchor);
  });
});
