import { all, either, fail, is, isNot, matches, not, pass, set, undecided } from "../checks/conditions.ts";
import { type Check, levels, type ResourceRule } from "../checks/rule.ts";
import { list, unknown, word } from "../checks/values.ts";

const certificate = ["aws:acm/certificate:Certificate"];

const wildcard: Check = ({ value: props }) => {
  const names = [...list(props, "domainName"), ...list(props, "subjectAlternativeNames")];
  if (names.some((name) => word(name).startsWith("*."))) return fail("covers every name of a domain");
  return names.includes(unknown) ? undecided("domainName") : pass;
};

/** Certificates of ACM, and names in Route 53. */
export const domains: readonly ResourceRule[] = [
  {
    name: "acm-dns-validated",
    types: certificate,
    description: "A certificate is validated by DNS, so that it renews itself, and its key never leaves AWS.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["ACM.1"],
    fix: "set validationMethod to DNS and no privateKey",
    check: all(
      either(is("validationMethod", "DNS"), set("certificateAuthorityArn")),
      not(set("privateKey"), "imports a key"),
    ),
    ok: { domainName: "api.example.com", validationMethod: "DNS" },
    bad: { domainName: "api.example.com", validationMethod: "EMAIL" },
  },
  {
    name: "acm-key-strength",
    types: certificate,
    description: "A certificate's key is long enough.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ACM.2"],
    fix: "leave keyAlgorithm unset, or set it to RSA_2048 or EC_prime256v1",
    check: matches("keyAlgorithm", /^(?:RSA_(?:2048|3072|4096)|EC_.+)$/, "pass"),
    ok: { keyAlgorithm: "EC_prime256v1" },
    bad: { keyAlgorithm: "RSA_1024" },
  },
  {
    name: "acm-no-wildcard",
    types: certificate,
    description: "A certificate names its hosts.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["CKV2_AWS_71"],
    fix: "set domainName and subjectAlternativeNames without wildcards",
    check: wildcard,
    ok: { domainName: "api.example.com" },
    bad: { domainName: "*.example.com" },
  },
  {
    name: "acm-transparency-on",
    types: certificate,
    description: "A certificate is logged publicly, and its key cannot be exported.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: ["CKV_AWS_234"],
    fix: "leave options.certificateTransparencyLoggingPreference and options.export unset",
    check: all(
      isNot("options.certificateTransparencyLoggingPreference", "DISABLED"),
      isNot("options.export", "ENABLED"),
    ),
    ok: { options: { certificateTransparencyLoggingPreference: "ENABLED" } },
    bad: { options: { certificateTransparencyLoggingPreference: "DISABLED" } },
  },
  {
    name: "route53-zone-no-force-destroy",
    types: ["aws:route53/zone:Zone"],
    description: "A hosted zone is not emptied by its own deletion.",
    severity: "high",
    levels: levels("-/A/M"),
    controls: [],
    fix: "leave forceDestroy unset",
    check: isNot("forceDestroy", true),
    ok: { forceDestroy: false },
    bad: { forceDestroy: true },
  },
  {
    name: "route53-no-overwrite",
    types: ["aws:route53/record:Record"],
    description:
      "A record takes no name that is already taken; the ones that validate a certificate are made again by design.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "leave allowOverwrite unset",
    check: either(isNot("allowOverwrite", true), matches("name", /^_[0-9a-f]{16,}\./)),
    ok: { allowOverwrite: false },
    bad: { name: "api.example.com", allowOverwrite: true },
  },
];
