import { all, is, matches, onType } from "../checks/conditions.ts";
import { customerKey } from "../checks/kms.ts";
import { levels, service } from "../checks/rule.ts";

const openZfs = "aws:fsx/openZfsFileSystem:OpenZfsFileSystem";
const ontap = "aws:fsx/ontapFileSystem:OntapFileSystem";
const windows = "aws:fsx/windowsFileSystem:WindowsFileSystem";
const lustre = "aws:fsx/lustreFileSystem:LustreFileSystem";
const key = "arn:aws:kms:eu-west-1:111122223333:key/1";

export const fsx = service("Amazon FSx", [
  {
    name: "fsx-cmk",
    types: [openZfs, ontap, windows, lustre],
    description: "FSx file systems use a customer managed key.",
    why: "Files and backups under the key aws/fsx cannot be restored in a backup account, and their use cannot be ended by a change of the key policy.",
    severity: "medium",
    levels: levels("-/A/M"),
    controls: ["CKV_AWS_203", "CKV_AWS_178", "CKV_AWS_179", "CKV_AWS_190"],
    fix: "set kmsKeyId",
    check: customerKey("kmsKeyId"),
    ok: { kmsKeyId: key },
    bad: { storageCapacity: 64 },
    clauses: [
      { controls: ["CKV_AWS_203"], bad: { kmsKeyId: undefined } },
      { controls: ["CKV_AWS_178"], type: ontap, bad: { kmsKeyId: undefined } },
      { controls: ["CKV_AWS_179"], type: windows, bad: { kmsKeyId: undefined } },
      { controls: ["CKV_AWS_190"], type: lustre, bad: { kmsKeyId: undefined } },
    ],
    absent: "fail",
    unknown: "pass",
  },
  {
    name: "fsx-copy-tags",
    types: [openZfs, windows, lustre],
    description: "FSx file systems copy their tags to backups.",
    why: "Backups without tags belong to no owner in cost reports, and policies that go by tags neither protect nor expire them.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: ["FSx.1", "FSx.2"],
    fix: "set copyTagsToBackups to true, and copyTagsToVolumes on OpenZFS",
    check: all(is("copyTagsToBackups", true), onType([openZfs], is("copyTagsToVolumes", true))),
    ok: { copyTagsToBackups: true, copyTagsToVolumes: true },
    bad: { copyTagsToBackups: true, copyTagsToVolumes: false },
    clauses: [
      { controls: ["FSx.1"], bad: { copyTagsToBackups: false } },
      { controls: ["FSx.2"], type: lustre, bad: { copyTagsToBackups: undefined } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "fsx-multi-az",
    types: [openZfs, ontap, windows],
    description: "FSx file systems in prod are in two Availability Zones.",
    why: "The file system of a single zone is away with the zone, and every server that mounts it waits.",
    severity: "medium",
    levels: levels("-/-/A"),
    controls: ["FSx.3", "FSx.4", "FSx.5"],
    fix: "set deploymentType to one of the MULTI_AZ types",
    check: matches("deploymentType", /^MULTI_AZ_/),
    ok: { deploymentType: "MULTI_AZ_1" },
    bad: { deploymentType: "SINGLE_AZ_1" },
    clauses: [
      { controls: ["FSx.3"], bad: { deploymentType: "SINGLE_AZ_HA_2" } },
      { controls: ["FSx.4"], type: ontap, bad: { deploymentType: "SINGLE_AZ_2" } },
      { controls: ["FSx.5"], type: windows, bad: { deploymentType: undefined } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
]);
