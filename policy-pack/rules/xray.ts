import { all, atMost, is, only } from "../checks/conditions.ts";
import { customerKey } from "../checks/kms.ts";
import { levels, service } from "../checks/rule.ts";

export const xray = service("AWS X-Ray", [
  {
    name: "xray-encrypted",
    types: ["aws:xray/encryptionConfig:EncryptionConfig"],
    description: "X-Ray traces are encrypted with a customer managed key.",
    why: "Traces can contain URLs, user IDs and queries; under the default encryption, access to them cannot be restricted or revoked through a key policy.",
    severity: "low",
    levels: levels("-/A/M"),
    controls: [],
    fix: "set type to KMS and keyId to a customer managed key",
    check: all(is("type", "KMS"), customerKey("keyId")),
    ok: { type: "KMS", keyId: "arn:aws:kms:eu-west-1:111122223333:key/1" },
    bad: { type: "NONE" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "xray-sampling-bounded",
    types: ["aws:xray/samplingRule:SamplingRule"],
    description: "X-Ray sampling rules have a fixed rate of at most 0.1 in prod.",
    why: "X-Ray charges for each recorded trace, so a high rate on production traffic multiplies the bill and adds little to the analysis.",
    severity: "low",
    levels: levels("A/A/M"),
    controls: [],
    fix: "set fixedRate to at most 0.1",
    check: only(["prod"], atMost("fixedRate", 0.1)),
    ok: { fixedRate: 0.05 },
    bad: { fixedRate: 1 },
    absent: "fail",
    unknown: "undecided",
  },
]);
