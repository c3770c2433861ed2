import { all, fail, is, matches, pass, undecided, unset } from "../checks/conditions.ts";
import { customerKey } from "../checks/kms.ts";
import { ownAccounts } from "../checks/policy-document.ts";
import { type Check, levels, service } from "../checks/rule.ts";
import { read, word } from "../checks/values.ts";

const copies = ["aws:ec2/amiCopy:AmiCopy", "aws:ebs/snapshotCopy:SnapshotCopy"];
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";

/** The account that a snapshot is shared with is one of the stack's own, where those are known. */
const isOwn: Check = (scope) => {
  const account = read(scope.value, "accountId");
  if (account.state === "unknown") return undecided("accountId");
  const own = ownAccounts(scope);
  return account.state === "absent" || own.length === 0 || own.includes(word(account.value))
    ? pass
    : fail(`is shared with account ${word(account.value)}`);
};

export const images = service("Amazon EC2", [
  {
    name: "ami-not-public",
    types: ["aws:ec2/amiLaunchPermission:AmiLaunchPermission"],
    description: "EC2 AMI launch permissions do not name a group, which is every AWS account.",
    why: "Each AWS account can start a public image and read its disks, with the code, keys and configuration that were on the instance when the image was made.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: [],
    fix: "remove group, and set accountId, organizationArn or organizationalUnitArn",
    check: unset("group"),
    ok: { accountId: "111122223333" },
    bad: { group: "all" },
    absent: "pass",
    unknown: "fail",
  },
  {
    name: "ebs-snapshot-share-listed",
    types: ["aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission"],
    description: "EBS snapshots are shared with single accounts, and with own ones where they are listed.",
    why: "An account with the permission can make a volume from the snapshot and read every file of the disk, and its copy stays after the permission is withdrawn.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["EC2.1"],
    fix: "set accountId to one of accounts in the pack's settings",
    check: all(matches("accountId", /^\d{12}$/), isOwn),
    ok: { accountId: "111122223333" },
    bad: { accountId: "all" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "image-copy-encrypted",
    types: copies,
    description: "EC2 AMI copies and EBS snapshot copies are encrypted.",
    why: "A copy keeps the state of its source unless it is told otherwise, so an unencrypted image stays readable in each account and Region that it is copied to.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_235"],
    fix: "set encrypted to true",
    check: is("encrypted", true),
    ok: { encrypted: true },
    bad: { encrypted: false },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "image-copy-cmk",
    types: copies,
    description: "EC2 AMI copies and EBS snapshot copies name a customer managed key.",
    why: "A copy under the key aws/ebs cannot be shared with the account that is to restore it, and access to it cannot be withdrawn by a change of the key policy.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_236"],
    fix: "set kmsKeyId to a customer managed key",
    check: customerKey("kmsKeyId"),
    ok: { encrypted: true, kmsKeyId: key },
    bad: { encrypted: true },
    absent: "fail",
    unknown: "pass",
  },
]);
