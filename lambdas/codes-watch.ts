import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { type CloudCodes, openCloudCodes, provincesOf } from '../lib/aws/axis-place.ts';
import { Notices } from '../lib/aws/notices.ts';
import { readSecrets } from '../lib/aws/secrets.ts';
import { SqsQueues } from '../lib/aws/sqs-queues.ts';
import { type CodesAnswer, failedWith, leaveAnswer } from '../lib/axis/codes-answer.ts';
import { faultNotice, nothingToWatch, syncNotice, watchNotice } from '../lib/axis/notice.ts';
import {
  type CodesPlace,
  previewUnattended,
  syncUnattended,
  watchUnattended,
} from '../lib/axis/unattended.ts';
import {
  type CodesMessage,
  codesMessageSchema,
  type PlanMessage,
  type SyncMessage,
} from '../lib/formats/codes-message.ts';
import { ThongSuotError } from '../lib/formats/errors.ts';
import { httpClient } from '../lib/local/http-client.ts';
import { systemPause } from '../lib/local/system-pause.ts';
import { consume } from './consume.ts';
import { clients, environment, host, logger } from './host.ts';

const notices = new Notices(new SNSClient({ maxAttempts: 5 }), environment.alertTopic);
const secretsManager = new SecretsManagerClient({ maxAttempts: 5 });
/** One call to the axis takes 30 seconds at the most by default, and what came of it must be written. */
const reserveMs = 120_000;
/** Time mends these: the queue brings the message again. */
const PASSING: readonly string[] = ['axis-unreachable', 'sync-in-progress'];

/** What is left for whoever waits; undefined where the work goes on in another run. */
type Answer = CodesAnswer | undefined;

/** `codes watch` and `codes sync`, by a message of a schedule or of the axis admin. */
export const handler = (event: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  consume(
    event,
    context,
    codesMessageSchema,
    async (message) => {
      if (message.command !== 'watch') {
        await attend(message.province, message, (place) =>
          message.command === 'sync' ? sync(place, message, context) : preview(place, message),
        );
        return;
      }
      const provinces = message.province ? [message.province] : await provincesOf(clients, environment);
      if (provinces.length === 0) await notices.send(nothingToWatch);
      const failed: unknown[] = [];
      for (const province of provinces) {
        // One province that can't be read must not keep the others from being watched.
        await attend(province, message, (place) => watch(place)).catch((error: unknown) =>
          failed.push(error),
        );
      }
      if (failed.length > 0) throw failed[0];
    },
    { soon: false },
  );

async function watch(place: CodesPlace): Promise<Answer> {
  const { found, news } = await watchUnattended(place);
  const { province, approved, drift } = found;
  logger.info('watched', { province, approved: approved !== null, drift: drift.length });
  if (news) await notices.send(watchNotice(found, place.shown));
  return { state: 'watched', record: found };
}

async function preview(place: CodesPlace, message: PlanMessage): Promise<Answer> {
  const record = await previewUnattended(place, message);
  logger.info('previewed', { province: place.province, result: record.result });
  return { state: 'previewed', record };
}

async function sync(place: CodesPlace, message: SyncMessage, context: Context): Promise<Answer> {
  const { province } = place;
  const ended = await syncUnattended(place, message, () => context.getRemainingTimeInMillis() > reserveMs);
  if (ended.state === 'paused') {
    const queues = new SqsQueues(clients.sqs, environment.queueUrls, province);
    await queues.send('codes', [{ id: context.awsRequestId, body: message }]);
    logger.info('sync goes on in another run', { province });
    return undefined;
  }
  const { record } = ended;
  const { result } = record;
  logger.info('synced', { province, result, sent: record.sent });
  // Its file says how far it is; the queue brings the message again when the axis may be there.
  if (result === 'unreachable' || result === 'failing') return { state: 'put-off', reason: result };
  await notices.send(syncNotice(record, place.shown));
  return { state: 'synced', record };
}

/**
 * Does the work with the province's place and leaves the answer. What a person must mend is told, and the message is
 * done; what time mends fails the message, so that the queue brings it again.
 */
async function attend(
  province: string,
  { command, id }: CodesMessage,
  work: (place: CodesPlace) => Promise<Answer>,
): Promise<void> {
  const codes = openCloudCodes(province, environment, clients, host);
  const leave = async (answer: CodesAnswer): Promise<void> => {
    if (id !== undefined) await leaveAnswer(codes.out, id, answer);
  };
  let answer: Answer;
  try {
    answer = await work(await placeOf(province, codes));
  } catch (error) {
    if (!(error instanceof ThongSuotError) || error.source === 'system') throw error;
    if (PASSING.includes(error.code)) {
      await leave({ state: 'put-off', reason: error.code });
      throw error;
    }
    logger.warn('not done', { province, command, error: error.code });
    await leave(failedWith(error));
    // Of a dry run nobody need know but who asked for it.
    if (command !== 'preview') await notices.send(faultNotice(province, command, error));
    return;
  }
  if (answer === undefined) return;
  await leave(answer);
  if (answer.state === 'put-off') throw new Error(`the axis is ${answer.reason}`);
}

async function placeOf(province: string, codes: CloudCodes): Promise<CodesPlace> {
  const { axisSecret, axisOrigin, workBucket } = environment;
  if (axisSecret === undefined || axisOrigin === undefined)
    throw new Error("the function's environment lacks AXIS_SECRET or AXIS_ORIGIN");
  return {
    ...codes,
    province,
    origin: axisOrigin,
    data: host.data,
    shown: `s3://${workBucket}/codes/${province}`,
    axis: {
      http: httpClient,
      pause: systemPause,
      clock: host.clock,
      // Read anew each time: a secret that was turned is taken at once.
      secrets: await readSecrets(secretsManager, axisSecret),
    },
  };
}
