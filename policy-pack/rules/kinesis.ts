import { all, atLeast, either, is, set } from "../checks/conditions.ts";
import { customerKey } from "../checks/kms.ts";
import { levels, service } from "../checks/rule.ts";

const stream = ["aws:kinesis/stream:Stream"];
const delivery = ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"];
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";

/** A delivery stream that reads a data stream, which encrypts the records. */
const readsStream = set("kinesisSourceConfiguration");

export const kinesis = service("Amazon Kinesis", [
  {
    name: "kinesis-encrypted",
    types: stream,
    description: "Kinesis data streams are encrypted with KMS.",
    why: "Records wait in the stream for a day or longer, and without encryption they lie on its storage as the producers sent them.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["Kinesis.1", "CKV_AWS_43"],
    fix: "set encryptionType to KMS",
    check: is("encryptionType", "KMS"),
    ok: { encryptionType: "KMS", kmsKeyId: key },
    bad: { encryptionType: "NONE" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "kinesis-cmk",
    types: stream,
    description: "Kinesis data streams name a customer managed key.",
    why: "With the key aws/kinesis, a consumer in another account cannot decrypt the records, and the key policy cannot be narrowed to the producers and consumers of the stream.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_185"],
    fix: "set kmsKeyId to a customer managed key",
    check: customerKey("kmsKeyId"),
    ok: { encryptionType: "KMS", kmsKeyId: key },
    bad: { encryptionType: "KMS" },
    clauses: [{ controls: ["CKV_AWS_185"], bad: { kmsKeyId: "alias/aws/kinesis" } }],
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "kinesis-retention",
    types: stream,
    description: "Kinesis data streams in prod keep records for at least 7 days.",
    why: "Records older than the retention period are gone, so a consumer that stands still over a long weekend loses the data of the days before.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: ["Kinesis.3"],
    fix: "set retentionPeriod to at least 168 hours",
    check: atLeast("retentionPeriod", 168),
    ok: { retentionPeriod: 168 },
    bad: { retentionPeriod: 24 },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "firehose-encrypted",
    types: delivery,
    description: "Kinesis delivery streams of Firehose encrypt records that they buffer.",
    why: "Firehose buffers records until a batch is full or a destination answers again, and without encryption they lie there in plaintext.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["DataFirehose.1", "CKV_AWS_240"],
    fix: "set serverSideEncryption.enabled to true",
    check: either(is("serverSideEncryption.enabled", true), readsStream),
    ok: { serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: key } },
    bad: { serverSideEncryption: { enabled: false } },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "firehose-cmk",
    types: delivery,
    description: "Kinesis delivery streams of Firehose use a customer managed key.",
    why: "A key that AWS owns is in no key policy of the account and in no log of its CloudTrail, so the use of buffered records cannot be limited or followed.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_241"],
    fix: "set serverSideEncryption.keyType to CUSTOMER_MANAGED_CMK and serverSideEncryption.keyArn",
    check: either(
      all(
        is("serverSideEncryption.enabled", true),
        is("serverSideEncryption.keyType", "CUSTOMER_MANAGED_CMK"),
        customerKey("serverSideEncryption.keyArn"),
      ),
      readsStream,
    ),
    ok: { serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: key } },
    bad: { serverSideEncryption: { enabled: true, keyType: "AWS_OWNED_CMK" } },
    absent: "fail",
    unknown: "undecided",
  },
]);
