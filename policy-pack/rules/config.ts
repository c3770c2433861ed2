import { all, is, isNot, onType } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

const recorder = "aws:cfg/recorder:Recorder";
const recorderStatus = "aws:cfg/recorderStatus:RecorderStatus";

export const config = service("AWS Config", [
  {
    name: "config-records-all",
    types: [recorder, recorderStatus],
    description: "AWS Config records all resource types, including global ones, and is enabled.",
    why: "Changes to a resource type that is not recorded leave no history, so its state before an incident cannot be reconstructed and Config rules do not evaluate it.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["Config.1", "CIS AWS 3.0 3.3", "CKV2_AWS_45", "CKV2_AWS_48"],
    fix: "set recordingGroup.allSupported and recordingGroup.includeGlobalResourceTypes to true on a Recorder, and isEnabled to true on a RecorderStatus",
    check: all(
      onType(
        [recorder],
        all(isNot("recordingGroup.allSupported", false), is("recordingGroup.includeGlobalResourceTypes", true)),
      ),
      onType([recorderStatus], is("isEnabled", true)),
    ),
    ok: { recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } },
    bad: { recordingGroup: { allSupported: true, includeGlobalResourceTypes: false } },
    clauses: [
      {
        controls: ["Config.1", "CKV2_AWS_45"],
        type: "aws:cfg/recorderStatus:RecorderStatus",
        ok: { isEnabled: true },
        bad: { isEnabled: false },
      },
      { controls: ["CKV2_AWS_45"], bad: { recordingGroup: { allSupported: false, includeGlobalResourceTypes: true } } },
      { controls: ["CKV2_AWS_48"], bad: { recordingGroup: { allSupported: true, includeGlobalResourceTypes: false } } },
    ],
    absent: "fail",
    unknown: "undecided",
  },
]);
