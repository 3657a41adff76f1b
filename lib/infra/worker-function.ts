import { fileURLToPath } from 'node:url';
import { Duration, Size, Stack } from 'aws-cdk-lib';
import { type Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  type CfnFunction,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { statementsOf } from './access.ts';
import { bundlingOf, requireDuckdb } from './bundling.ts';
import type { InfraConfig } from './config.ts';
import type { QueueFunction, QueueName, ScheduledFunction } from './functions.ts';
import { METRIC_NAMESPACE } from './metrics.ts';
import { acknowledge, explainWildcards } from './reasons.ts';
import type { StageSettings } from './stage-settings.ts';
import type { Stores } from './stores.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What every function of the stack is bound to. */
export interface Surroundings {
  readonly stores: Stores;
  readonly notices: ITopic;
  readonly settings: StageSettings;
  readonly queues: ReadonlyMap<QueueName, IQueue>;
  /** Where the entry files stand: `lambdas/`, absolute. */
  readonly lambdas: string;
}

export interface WorkerFunctionProps extends Surroundings {
  readonly plan: QueueFunction | ScheduledFunction;
  /** Only for the function that speaks to the axis: its network, its secret (the ARN follows from the name), its place. */
  readonly axis?: Pick<NonNullable<InfraConfig['axis']>, 'network' | 'secretName' | 'origin'>;
  /** Where asynchronous invocations that failed go; only for functions that nobody polls a queue for. */
  readonly failures?: IQueue;
}

/** One function with its own role and log group, made from one row of `functions.ts`. */
export class WorkerFunction extends Construct {
  readonly function: NodejsFunction;
  readonly role: Role;
  readonly logs: LogGroup;

  constructor(scope: Construct, id: string, props: WorkerFunctionProps) {
    super(scope, id);
    const { plan, stores, notices, settings, queues, lambdas, axis, failures } = props;

    this.logs = new LogGroup(this, 'Logs', {
      retention: settings.logRetention,
      removalPolicy: settings.removal,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: plan.does,
    });
    this.logs.grantWrite(this.role);
    for (const statement of statementsOf(this, plan.access, stores, notices))
      this.role.addToPolicy(statement);

    if (axis) Secret.fromSecretNameV2(this, 'Secret', axis.secretName).grantRead(this.role);

    const urls: Record<string, string> = {};
    for (const name of plan.sendsTo) {
      const queue = queues.get(name);
      if (queue === undefined) throw new Error(`${plan.name} sends to ${name}, which has no queue`);
      urls[name] = queue.queueUrl;
      // Not grantSendMessages: it adds rights that a sender has no use for.
      this.role.addToPolicy(
        new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
      );
    }

    if (plan.assets.includes('duckdb') && Stack.of(this).bundlingRequired) requireDuckdb(ROOT);
    this.function = new NodejsFunction(this, 'Function', {
      description: plan.does,
      entry: `${lambdas}/${plan.entry}`,
      handler: 'handler',
      projectRoot: ROOT,
      depsLockFilePath: `${ROOT}/package-lock.json`,
      runtime: Runtime.NODEJS_24_X,
      architecture: plan.architecture === 'x86_64' ? Architecture.X86_64 : Architecture.ARM_64,
      memorySize: plan.memoryMiB,
      timeout: Duration.seconds(plan.timeoutSeconds),
      ephemeralStorageSize: Size.mebibytes(plan.ephemeralMiB),
      role: this.role,
      logGroup: this.logs,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      // Each invocation's report: its time, its memory, its start. Nothing else tells how much memory was used.
      systemLogLevelV2: SystemLogLevel.INFO,
      tracing: Tracing.ACTIVE,
      recursiveLoop: plan.recurs === true ? RecursiveLoop.ALLOW : RecursiveLoop.TERMINATE,
      awsSdkConnectionReuse: false,
      bundling: bundlingOf(plan.assets),
      environment: {
        STAGE: plan.name,
        SOURCE_BUCKET: stores.source.bucketName,
        WORK_BUCKET: stores.work.bucketName,
        EVIDENCE_BUCKET: stores.evidence.bucketName,
        LEDGER_TABLE: stores.ledger.tableName,
        QUEUE_URLS: Stack.of(this).toJsonString(urls),
        ...(plan.access.notices && { ALERT_TOPIC: notices.topicArn }),
        NODE_OPTIONS: '--enable-source-maps',
        POWERTOOLS_SERVICE_NAME: plan.name,
        POWERTOOLS_METRICS_NAMESPACE: METRIC_NAMESPACE,
        // An event holds paths only, but what never logs it need not be trusted to.
        POWERTOOLS_LOGGER_LOG_EVENT: 'false',
        ...(axis && { AXIS_SECRET: axis.secretName, AXIS_ORIGIN: axis.origin }),
      },
      ...(failures && {
        onFailure: new SqsDestination(failures),
        retryAttempts: 2,
        maxEventAge: Duration.hours(1),
      }),
    });
    acknowledge(
      this.function,
      failures
        ? 'what fails goes to the failure destination, which tells more than a dead-letter target'
        : 'its queue has the dead-letter queue; nobody invokes it asynchronously',
      'Serverless-LambdaDLQ',
    );
    if (axis) this.#enter(axis.network);
    explainWildcards(this.role.node.findChild('DefaultPolicy') as Policy);
  }

  /** Into the province's network, by the subnets alone: their VPC follows from them. */
  #enter({ subnetIds, securityGroupIds }: NonNullable<WorkerFunctionProps['axis']>['network']): void {
    (this.function.node.defaultChild as CfnFunction).vpcConfig = { subnetIds, securityGroupIds };
    this.role.addToPolicy(
      new PolicyStatement({
        actions: [
          'ec2:CreateNetworkInterface',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets',
          'ec2:DeleteNetworkInterface',
          'ec2:AssignPrivateIpAddresses',
          'ec2:UnassignPrivateIpAddresses',
        ],
        resources: ['*'],
      }),
    );
  }
}
