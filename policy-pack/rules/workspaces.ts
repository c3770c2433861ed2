import { all, is } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

const workspace = ["aws:workspaces/workspace:Workspace"];
const volumes = { rootVolumeEncryptionEnabled: true, userVolumeEncryptionEnabled: true };

export const workspaces = service("Amazon WorkSpaces", [
  {
    name: "workspaces-encrypted",
    types: workspace,
    description: "WorkSpaces encrypt their root and user volumes.",
    why: "Mail, documents and saved passwords of a person are on the volumes, and encryption cannot be turned on for a WorkSpace that exists.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["WorkSpaces.1", "WorkSpaces.2", "CKV_AWS_155", "CKV_AWS_156"],
    fix: "set rootVolumeEncryptionEnabled and userVolumeEncryptionEnabled to true",
    check: all(...Object.keys(volumes).map((each) => is(each, true))),
    ok: volumes,
    bad: { ...volumes, userVolumeEncryptionEnabled: false },
    clauses: [
      { controls: ["WorkSpaces.1", "CKV_AWS_155"], bad: { userVolumeEncryptionEnabled: undefined } },
      { controls: ["WorkSpaces.2", "CKV_AWS_156"], bad: { rootVolumeEncryptionEnabled: false } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
]);
