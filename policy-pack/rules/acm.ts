import { all, either, fail, is, isNot, matches, not, pass, set, undecided } from "../checks/conditions.ts";
import { type Check, levels, service } from "../checks/rule.ts";
import { list, unknown, word } from "../checks/values.ts";

const certificate = ["aws:acm/certificate:Certificate"];

const wildcard: Check = ({ value: props }) => {
  const names = [...list(props, "domainName"), ...list(props, "subjectAlternativeNames")];
  if (names.some((name) => word(name).includes("*"))) return fail("is a wildcard certificate");
  return names.includes(unknown) ? undecided("domainName") : pass;
};

export const acm = service("AWS Certificate Manager", [
  {
    name: "acm-dns-validated",
    types: certificate,
    description: "ACM certificates use DNS validation or a private CA and do not import a private key.",
    why: "ACM does not renew imported certificates, and renewal by email depends on a reply. When either is missed, the certificate expires and clients refuse to connect.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: ["ACM.1"],
    fix: "set validationMethod to DNS, and leave privateKey unset",
    check: all(
      either(is("validationMethod", "DNS"), set("certificateAuthorityArn")),
      not(set("privateKey"), "imports a private key"),
    ),
    ok: { domainName: "api.example.com", validationMethod: "DNS" },
    bad: { domainName: "api.example.com", validationMethod: "EMAIL" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "acm-key-strength",
    types: certificate,
    description: "ACM certificates use RSA keys of at least 2048 bits or elliptic curve keys.",
    why: "A 1024-bit RSA key is too short to resist a well-funded attacker, and with the factored key the site can be impersonated.",
    severity: "high",
    levels: levels("M/M/M"),
    controls: ["ACM.2"],
    fix: "leave keyAlgorithm unset, or set it to RSA_2048 or EC_prime256v1",
    check: matches("keyAlgorithm", /^(?:RSA_(?:2048|3072|4096)|EC_.+)$/, "pass"),
    ok: { keyAlgorithm: "EC_prime256v1" },
    bad: { keyAlgorithm: "RSA_1024" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "acm-no-wildcard",
    types: certificate,
    description: "ACM certificates do not contain wildcard names.",
    why: "One compromised endpoint that uses a wildcard certificate can impersonate every subdomain, including those of unrelated services.",
    severity: "low",
    levels: levels("-/A/A"),
    controls: ["CKV2_AWS_71"],
    fix: "set domainName and subjectAlternativeNames without wildcards",
    check: wildcard,
    ok: { domainName: "api.example.com" },
    bad: { domainName: "*.example.com" },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "acm-transparency-on",
    types: certificate,
    description: "ACM certificates keep transparency logging enabled and cannot be exported.",
    why: "Browsers such as Chrome reject public certificates that are not logged, and an exportable private key can be copied to servers outside AWS.",
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
    absent: "pass",
    unknown: "undecided",
  },
]);
