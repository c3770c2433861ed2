import type { Kind } from "../catalogue.ts";
import { frameworkOf, frameworks } from "../engine/frameworks.ts";
import type { Area } from "./areas.ts";

/** What inputs do not tell, and where the answer is instead. */
const undecidable: readonly (readonly [string, string, string])[] = [
  [
    "Root user: MFA, access keys, use (IAM.4, IAM.6, IAM.9, CIS AWS 1.4 to 1.7)",
    "is no resource of a program",
    "the account's own set-up, Security Hub",
  ],
  [
    "Unused users, keys and credentials (IAM.8, IAM.22, CIS AWS 1.12)",
    "is known by use, not by declaration",
    "IAM access analyzer, credential report",
  ],
  [
    "MFA of users (IAM.5, IAM.19)",
    "users enrol their devices themselves",
    "Security Hub; no users are made here (`iam-no-users`)",
  ],
  [
    "Patch and association compliance of instances (SSM.2, SSM.3)",
    "is the state of a running machine",
    "Systems Manager, Inspector",
  ],
  [
    "Rotation that succeeded (SecretsManager.2)",
    "the rotation's declaration is seen, its outcome is not",
    "the secret's events, an alarm on them",
  ],
  [
    "Stopped instances, unattached volumes made by hand (EC2.4)",
    "is not in the program's state",
    "Config, cost reports",
  ],
  ["Both tunnels of a VPN up (EC2.20)", "is a state of the network", "an alarm on TunnelState"],
  ["Node files and kubelet flags (CIS EKS 3)", "are inside the machine image", "EKS-optimised images, kube-bench"],
  ["Images free of vulnerabilities", "changes while nothing is deployed", "ECR scanning, Inspector"],
  [
    "Objects made by a Helm release of v3",
    "the engine sees the chart, not what it renders",
    "the cluster's admission policies",
  ],
  [
    "Values that only AWS computes (ARNs, addresses, generated names)",
    "are unknown in a preview",
    "judged again in the update; the preview counts them in one line",
  ],
  [
    "What a stack will cost by use: requests, traffic, tokens, tasks, machines on spot",
    "is known by use; `stack-cost-estimate` adds up what is paid by the hour, at the least that AWS asks",
    "the budgets, Cost Anomaly Detection",
  ],
  [
    "Whether a name that somebody chose follows a custom",
    "is the custom of whoever uses the pack",
    "`physical-name-prefix`, once `namePrefixes` tells it; before, it knows the names of other environments only",
  ],
  ["Deletions and replacements", "the engine does not tell policies of them", "`npm run gate` on the plan"],
  ["What is written inside a bucket, queue or table", "are data, not inputs", "Macie, GuardDuty"],
];

/** Tables by service and by framework, and what is left to others. */
export function coverage(all: readonly Area[]): string {
  const entries = all.flatMap((area) => area.entries);
  const services = Map.groupBy(
    entries.flatMap(({ types, about }) => [...new Set(types.map(serviceOf))].map((service) => ({ service, about }))),
    ({ service }) => service,
  );
  const names = frameworks.map(({ name }) => name);
  const rows = [...services]
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([service, rules]) => {
      const by = names.map(
        (name) => rules.filter(({ about }) => about.controls.some((each) => frameworkOf(each) === name)).length,
      );
      return `| ${service} | ${rules.length} | ${by.join(" | ")} |`;
    });
  const parts = [
    "<!-- Written by `npm run policies -- --docs`: change the rules, not this page. -->",
    "# Coverage",
    `${entries.length} rules: ${kinds(all)}. A rule about several services counts for each.`,
    "## By service",
    [`| Service | Rules | ${names.join(" | ")} |`, `|---|${names.map(() => "---|").join("")}---|`, ...rows].join("\n"),
    "## By framework",
    ...frameworks.flatMap(({ name, title }) => {
      const controls = new Set(
        entries.flatMap(({ about }) => about.controls).filter((each) => frameworkOf(each) === name),
      );
      const sorted = [...controls].sort((left, right) => left.localeCompare(right, "en", { numeric: true }));
      return [
        `### ${name}`,
        `${title}: ${sorted.length} controls.`,
        sorted.length === 0 ? "None." : `${sorted.join(", ")}.`,
      ];
    }),
    "## What cannot be decided from inputs",
    ["| What | Why | Who knows |", "|---|---|---|", ...undecidable.map((row) => `| ${row.join(" | ")} |`)].join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

function kinds(all: readonly Area[]): string {
  const counted = Map.groupBy(
    all.flatMap(({ entries }) => entries),
    ({ kind }) => kind,
  );
  const count = (kind: Kind) => counted.get(kind)?.length ?? 0;
  return `${count("resource")} over one resource, ${count("stack")} over the stack or the pack, ${count("plan")} over the plan, ${count("state")} over the state, ${count("remediation")} that only remediates`;
}

function serviceOf(type: string): string {
  const [provider = "", module = "", kind = ""] = type.split(":");
  if (type === "*") return "every resource";
  if (provider === "pulumi") return `the ${kind || module} provider`;
  return `${provider} ${module.split("/")[0]}`;
}
