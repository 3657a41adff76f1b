/** Texts of `--stack` (keys as in `stack-vi.ts`). */
export const stackEn = {
  'flag.stack': 'work in the AWS account, on the stack of this name, with your own AWS credentials',
  'flag.write-report': 'with --stack: bring report.html to this folder, as DIR/BATCH/report.html',
  'stack.uploading': 'uploading',
  'stack.uploaded': 'Inputs in the account: {files} files, {mib} MiB; sent now: {sent}.',
  'stack.passed-over':
    'Not uploaded, since they are no files that can be read there (links out of the folder, devices): {count}, such as {path}. The check of attachments will miss them.',
  'stack.cost':
    'By the cost model (docs/cost.md), with {records} records guessed from the bytes: {calls} calls, about {minutes} minutes.',
  'stack.cost-usd':
    'That is {usd} USD in {region}, one month of storage included (prices of {day}, before tax and free tiers).',
  'stack.cost-unpriced': 'The model has no prices of {region}: multiply with your own.',
  'stack.cost-attachments':
    'Of that, for {files} attachments ({hashed} to be read, since S3 keeps no digest of so large a file): {calls} calls and {usd} USD.',
  'stack.cost-attachments-unpriced':
    'Of that, for {files} attachments ({hashed} to be read, since S3 keeps no digest of so large a file): {calls} calls.',
  'stack.counted':
    'Counted: {records} records, {chunks} chunks, {tasks} tasks of functions; the model for so many records: {modelChunks} chunks, {modelTasks} tasks, {calls} calls.',
  'stack.outputs': 'All outputs: {place}',
  'stack.missing': 'Agency codes without a row in the succession list: {codes}, in {path}',
  'stack.left':
    '{batch} goes on in the account. To see how far it is: thong-suot status {batch} --stack {stack}',
  'stack.quiet':
    'Nothing has happened to {batch} for {minutes} minutes. It waits for messages of the queue {queue}: look at the log of that function and at its dead-letter queue (docs/runbook.md). A message that failed comes again after the queue’s visibility timeout, so this may go on by itself; Ctrl-C leaves it running.',
  'stack.running': '{stage}: {done} of {total} messages of {queue} are done. The account has it in hand.',
  'stack.taken-up': 'The account has it in hand.',
  'stack.failed':
    'It stopped at what a person must mend (then: thong-suot {kind} batch.yaml --stack {stack}):',
  'stack.codes-waiting': 'waiting for the account',
  'stack.codes-put-off':
    'Put off: {why} The queue brings the message again after its visibility timeout (90 minutes), five times in all; Ctrl-C leaves it to that.',
  'stack.put-off.unreachable': 'the axis does not answer the function.',
  'stack.put-off.failing': 'the axis lists its agencies, but carries nothing out.',
  'stack.put-off.busy': 'another sync of the province is running.',
  'stack.codes-quiet':
    'No answer for {minutes} minutes: look at the log of the function codes and at its dead-letter queue (docs/runbook.md). A message that failed comes again after the queue’s visibility timeout, so this may go on by itself; Ctrl-C leaves it running.',
  'stack.codes-left':
    'It goes on in the account. What comes of it will stand in {answer}; what a person must know is mailed too.',
} as const;
