import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';

/** Bytes of one message that SNS takes, with room for what it adds. */
const maxTextBytes = 200 * 1024;

/** Something that people should know, and that is no alarm. Names, counts and codes; never a value of a record. */
export interface Notice {
  /** Printable ASCII without line ends, at most 100 characters: SNS takes no other. */
  readonly subject: string;
  readonly text: string;
}

/** Mails notices to whoever subscribed to the topic. */
export class Notices {
  readonly #client: SNSClient;
  readonly #topic: string;

  constructor(client: SNSClient, topic: string | undefined) {
    if (topic === undefined) throw new Error("the function's environment lacks ALERT_TOPIC");
    this.#client = client;
    this.#topic = topic;
  }

  async send({ subject, text }: Notice): Promise<void> {
    if (!/^[\x21-\x7e][\x20-\x7e]{0,99}$/.test(subject)) throw new RangeError('not a subject that SNS takes');
    if (Buffer.byteLength(text) > maxTextBytes) throw new RangeError('a notice is short: it names a file');
    await this.#client.send(new PublishCommand({ TopicArn: this.#topic, Subject: subject, Message: text }));
  }
}
