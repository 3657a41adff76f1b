import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { ScheduledFunction } from './functions.ts';
import { WorkerFunction, type WorkerFunctionProps } from './worker-function.ts';

export interface ScheduledWorkerProps extends WorkerFunctionProps {
  readonly plan: ScheduledFunction;
  readonly failures: IQueue;
}

/** A function that EventBridge starts at an interval. What it was not given, and what it failed at, goes to `failures`. */
export class ScheduledWorker extends WorkerFunction {
  constructor(scope: Construct, id: string, props: ScheduledWorkerProps) {
    super(scope, id, props);
    new Rule(this, 'Rule', {
      description: props.plan.does,
      schedule: Schedule.rate(Duration.minutes(props.plan.everyMinutes)),
      targets: [
        new LambdaFunction(this.function, {
          deadLetterQueue: props.failures,
          retryAttempts: 2,
          maxEventAge: Duration.hours(1),
        }),
      ],
    });
  }
}
