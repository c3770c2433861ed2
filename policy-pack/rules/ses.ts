import { is } from "../checks/conditions.ts";
import { levels, service } from "../checks/rule.ts";

export const ses = service("Amazon SES", [
  {
    name: "ses-tls-required",
    types: ["aws:ses/configurationSet:ConfigurationSet"],
    description: "SES configuration sets deliver messages over TLS only.",
    why: "By default, SES sends a message in plaintext to a mail server that offers no TLS, so sign-in codes and temporary passwords can be read on the way.",
    severity: "medium",
    levels: levels("M/M/M"),
    controls: [],
    fix: "set deliveryOptions.tlsPolicy to Require",
    check: is("deliveryOptions.tlsPolicy", "Require"),
    ok: { deliveryOptions: { tlsPolicy: "Require" } },
    bad: { deliveryOptions: { tlsPolicy: "Optional" } },
    absent: "fail",
    unknown: "undecided",
  },
]);
