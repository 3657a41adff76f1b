#!/usr/bin/env bash
# Shows in a real account what no emulator can (docs/verification.md). Reads only, unless --write is given.
#   scripts/verify-account.sh DATA_STACK WORK_STACK [--write]
# Needs the AWS CLI, version 2.22 or newer (conditional puts), with the credentials and region of the account. Ends
# with 1 if anything differs. --write needs an administrator, and leaves one small locked object under verify/ of the
# evidence bucket each time; under ledger/, which the daily comparison reads, every put of it must be refused.
set -euo pipefail

if [ $# -lt 2 ]; then
  sed -n '2,6p' "$0" >&2
  exit 2
fi
data_stack=$1
work_stack=$2
write=${3:-}
failed=0
unseen=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

ok() { printf 'ok    %s\n' "$1"; }
bad() {
  printf 'DIFFERS  %s: %s\n' "$1" "$2"
  failed=1
}
# not_seen WHAT WHY: it could not be looked at, which is no proof of anything
not_seen() {
  printf 'NOT SEEN  %s: %s\n' "$1" "$2"
  unseen=$((unseen + 1))
}
# same WHAT EXPECTED SEEN
same() { if [ "$2" = "$3" ]; then ok "$1"; else bad "$1" "expected $2, seen $3"; fi; }
# refused WHAT PATTERN COMMAND…: the command must fail, and say so with the pattern
refused() {
  local what=$1 pattern=$2 said
  shift 2
  if said=$("$@" 2>&1); then
    bad "$what" 'it was allowed'
  elif grep -qE "$pattern" <<<"$said"; then
    ok "$what"
  else
    bad "$what" "it failed for another reason: $said"
  fi
}
# denied WHAT COMMAND…: the command must fail for want of a right
denied() {
  local what=$1
  shift
  refused "$what" 'AccessDenied|not authorized|explicit deny' "$@"
}
output() {
  aws cloudformation describe-stacks --stack-name "$work_stack" \
    --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue" --output text
}
text() { aws "$@" --output text; }

evidence=$(output EvidenceBucketName)
ledger=$(output LedgerTableName)
operator_key=$(output OperatorKeyArn)
auditor_key=$(output AuditorKeyArn)
source_bucket=$(output SourceBucketName)
work_bucket=$(output WorkBucketName)
for name in "$evidence" "$ledger" "$operator_key" "$auditor_key" "$source_bucket" "$work_bucket"; do
  if [ -z "$name" ] || [ "$name" = None ]; then
    echo "the outputs of $work_stack are not those of Thong Suot" >&2
    exit 2
  fi
done

echo '== stacks'
for stack in "$data_stack" "$work_stack"; do
  status=$(text cloudformation describe-stacks --stack-name "$stack" --query 'Stacks[0].StackStatus')
  case $status in CREATE_COMPLETE | UPDATE_COMPLETE) ok "$stack is $status" ;; *) bad "$stack" "$status" ;; esac
done

echo '== evidence: Object Lock'
same 'Object Lock is on' Enabled \
  "$(text s3api get-object-lock-configuration --bucket "$evidence" --query ObjectLockConfiguration.ObjectLockEnabled)"
mode=$(text s3api get-object-lock-configuration --bucket "$evidence" --query ObjectLockConfiguration.Rule.DefaultRetention.Mode)
days=$(text s3api get-object-lock-configuration --bucket "$evidence" --query ObjectLockConfiguration.Rule.DefaultRetention.Days)
ok "default retention: $mode, $days days (compare with the configuration)"
policy=$(text s3api get-bucket-policy --bucket "$evidence" --query Policy)
for sid in EvidenceStays CopiesOfEventsAreWrittenOnce; do
  if grep -q "$sid" <<<"$policy"; then ok "its policy has $sid"; else bad 'its policy' "no statement $sid"; fi
done
copy=$(text s3api list-objects-v2 --bucket "$evidence" --prefix ledger/ --max-keys 1 --no-paginate --query 'Contents[0].Key')
if [ -z "$copy" ] || [ "$copy" = None ]; then
  not_seen 'copies of events' 'there is none yet; run a batch first'
else
  same "$copy is locked" "$mode" \
    "$(text s3api get-object-retention --bucket "$evidence" --key "$copy" --query Retention.Mode)"
fi
if [ "$write" = --write ]; then
  # Each put names its checksum: a bucket with Object Lock takes none without, and older clients send none by themselves.
  # Not below ledger/: a copy that has no event would be a difference for as long as the lock holds.
  probe=verify/$(date +%s).json
  printf '{}' >"$scratch/probe"
  version=$(text s3api put-object --bucket "$evidence" --key "$probe" --body "$scratch/probe" \
    --checksum-algorithm CRC32 --query VersionId)
  same 'a new object is locked by itself' "$mode" \
    "$(text s3api get-object-retention --bucket "$evidence" --key "$probe" --version-id "$version" --query Retention.Mode)"
  # Nothing but the lock itself refuses this one: the bucket's policy does not speak of it.
  denied 'its lock is not shortened' \
    aws s3api put-object-retention --bucket "$evidence" --key "$probe" --version-id "$version" \
    --retention "Mode=$mode,RetainUntilDate=$(($(date +%s) + 120))"
  denied 'a locked version is not deleted' \
    aws s3api delete-object --bucket "$evidence" --key "$probe" --version-id "$version"
  denied 'nor with a bypass of governance' \
    aws s3api delete-object --bucket "$evidence" --key "$probe" --version-id "$version" --bypass-governance-retention
  if [ -n "$copy" ] && [ "$copy" != None ]; then
    # The bytes that are there already: were a put let through, ledger and evidence would still say the same.
    aws s3api get-object --bucket "$evidence" --key "$copy" "$scratch/copy" >/dev/null
    refused 'a second put of an event is refused by its condition' 'PreconditionFailed|412' \
      aws s3api put-object --bucket "$evidence" --key "$copy" --body "$scratch/copy" \
      --checksum-algorithm CRC32 --if-none-match '*'
    denied 'and one without the condition by the policy' \
      aws s3api put-object --bucket "$evidence" --key "$copy" --body "$scratch/copy" --checksum-algorithm CRC32
  fi
fi

echo '== buckets'
for bucket in "$source_bucket" "$work_bucket" "$evidence"; do
  same "$bucket is versioned" Enabled "$(text s3api get-bucket-versioning --bucket "$bucket" --query Status)"
  same "$bucket is closed" 'True True True True' "$(text s3api get-public-access-block --bucket "$bucket" \
    --query 'PublicAccessBlockConfiguration.[BlockPublicAcls,BlockPublicPolicy,IgnorePublicAcls,RestrictPublicBuckets]' | tr '\t' ' ')"
  same "$bucket is encrypted with the key" aws:kms "$(text s3api get-bucket-encryption --bucket "$bucket" \
    --query 'ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm')"
done

echo '== ledger'
same 'deletion protection' True "$(text dynamodb describe-table --table-name "$ledger" --query Table.DeletionProtectionEnabled)"
same 'point-in-time recovery' ENABLED "$(text dynamodb describe-continuous-backups --table-name "$ledger" \
  --query ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus)"
table_arn=$(text dynamodb describe-table --table-name "$ledger" --query Table.TableArn)
if aws dynamodb get-resource-policy --resource-arn "$table_arn" --query Policy --output text | grep -q AppendOnly; then
  ok 'its own policy denies changes'
else
  bad 'its own policy' 'no statement AppendOnly'
fi
if [ "$write" = --write ]; then
  denied 'nothing is deleted from it' aws dynamodb delete-item --table-name "$ledger" \
    --key '{"batch":{"S":"verify"},"key":{"S":"not-there"}}'
  denied 'nothing is updated in it' aws dynamodb update-item --table-name "$ledger" \
    --key '{"batch":{"S":"verify"},"key":{"S":"not-there"}}' --update-expression 'SET x = :x' \
    --expression-attribute-values '{":x":{"S":"x"}}'
fi

echo '== signing keys'
digest=$scratch/digest
printf 'thong-suot verify-account' >"$digest"
signed=0
for key in "$operator_key" "$auditor_key"; do
  same "${key##*/} is Ed25519" 'ECC_NIST_EDWARDS25519 SIGN_VERIFY' \
    "$(text kms describe-key --key-id "$key" --query 'KeyMetadata.[KeySpec,KeyUsage]' | tr '\t' ' ')"
  if aws kms sign --key-id "$key" --message "fileb://$digest" --message-type RAW \
    --signing-algorithm ED25519_SHA_512 --query Signature --output text 2>/dev/null | base64 -d >"$digest.sig" && [ -s "$digest.sig" ]; then
    signed=$((signed + 1))
    text kms get-public-key --key-id "$key" --query PublicKey | base64 -d >"$digest.der"
    if openssl pkeyutl -verify -pubin -keyform DER -inkey "$digest.der" -rawin -in "$digest" -sigfile "$digest.sig" >/dev/null; then
      ok "this caller signs with ${key##*/}, and openssl takes the signature"
    else
      bad "${key##*/}" 'openssl does not take its signature'
    fi
  else
    ok "this caller does not sign with ${key##*/}"
  fi
done
if [ "$signed" -gt 1 ]; then bad 'signing' 'one caller signs with both keys'; fi

echo '== functions'
functions=$(text cloudformation list-stack-resources --stack-name "$work_stack" \
  --query "StackResourceSummaries[?ResourceType=='AWS::Lambda::Function'].[LogicalResourceId,PhysicalResourceId]")
while read -r id name; do
  case $id in Coordinate* | Codes* | RemapChunk*) expected=Allow ;; *) expected=Terminate ;; esac
  if loop=$(text lambda get-function-recursion-config --function-name "$name" --query RecursiveLoop 2>&1); then
    same "loops of messages through $id" "$expected" "$loop"
  else
    not_seen "loops of messages through $id" "$loop"
  fi
done <<<"$functions"

echo '== event sources and alarms'
mappings=$(text cloudformation list-stack-resources --stack-name "$work_stack" \
  --query "StackResourceSummaries[?ResourceType=='AWS::Lambda::EventSourceMapping'].PhysicalResourceId")
together=0
for mapping in $mappings; do
  # What the operator, who opens and closes the intake, could change with the same right. A filter drops messages unseen.
  seen=$(text lambda get-event-source-mapping --uuid "$mapping" \
    --query '[State,FunctionArn,length(FilterCriteria.Filters || `[]`),BatchSize,FunctionResponseTypes[0],ScalingConfig.MaximumConcurrency]')
  read -r state functions_of filters size answers most <<<"$seen"
  name=${functions_of##*:}
  same "the queue of $name: read, no filter, one message at a time, failures reported" \
    'Enabled 0 1 ReportBatchItemFailures' "$state $filters $size $answers"
  case $most in
    '' | *[!0-9]*) bad "functions $name at once" "no maximum ($most)" ;;
    *) together=$((together + most)) ;;
  esac
done
if room=$(text lambda get-account-settings --query AccountLimit.UnreservedConcurrentExecutions 2>&1) && [[ $room =~ ^[0-9]+$ ]]; then
  if [ "$room" -ge "$together" ]; then
    ok "the account runs $room functions at once; the queues start $together at the most"
  else
    bad 'functions at once' "the account has room for $room, the queues start up to $together"
  fi
else
  not_seen 'functions at once' "$room"
fi
# CloudFormation begins the names that it makes with the stack's.
alarms=$(text cloudwatch describe-alarms --alarm-name-prefix "$work_stack-" --query 'MetricAlarms[].AlarmName')
if [ -n "$alarms" ]; then ok "$(wc -w <<<"$alarms" | tr -d ' ') alarms"; else bad 'alarms' 'there is none'; fi
same 'alarms without anybody to tell' '' "$(text cloudwatch describe-alarms --alarm-name-prefix "$work_stack-" \
  --query 'MetricAlarms[?!(AlarmActions[0])].AlarmName')"
topics=$(text cloudwatch describe-alarms --alarm-name-prefix "$work_stack-" --query 'MetricAlarms[].AlarmActions[]' | tr '\t' '\n' | sort -u)
for topic in $topics; do
  # A subscription that nobody confirmed has no ARN yet. The addresses stay unread: a person's are among them.
  confirmed=$(text sns list-subscriptions-by-topic --topic-arn "$topic" \
    --query "Subscriptions[?starts_with(SubscriptionArn, 'arn:')].SubscriptionArn" | wc -w | tr -d ' ')
  if [ "$confirmed" -gt 0 ]; then ok "alarms reach $confirmed"; else bad "${topic##*:}" 'nobody confirmed a subscription: alarms reach nobody'; fi
done

if [ "$failed" -ne 0 ]; then
  echo 'Something differs: see above.' >&2
  exit 1
fi
if [ "$unseen" -ne 0 ]; then
  echo "Nothing differs; not seen: $unseen (see above)."
  exit 0
fi
echo 'Everything looked at is as it should be.'
