import type { Entry, Kind } from "../catalogue.ts";
import { frameworkOf, frameworks } from "../engine/frameworks.ts";
import { pageOf } from "../engine/rules.ts";

/** What inputs do not show, the reason, and where to look instead. */
const undecidable: readonly (readonly [what: string, reason: string, instead: string])[] = [
  [
    "Root user: MFA, access keys, use (IAM.4, IAM.6, IAM.9, CIS AWS 1.4 to 1.7)",
    "The root user is not a resource of a program.",
    "the account's own set-up, Security Hub",
  ],
  [
    "Unused users, keys and credentials (IAM.8, IAM.22, CIS AWS 1.12)",
    "Use is recorded by IAM, not declared.",
    "IAM Access Analyzer, credential report",
  ],
  [
    "MFA of users (IAM.5, IAM.19)",
    "Users register their MFA devices themselves.",
    "Security Hub; the pack forbids IAM users (`iam-no-users`)",
  ],
  [
    "Patch and association compliance of instances (SSM.2, SSM.3)",
    "It is the state of a running instance.",
    "Systems Manager, Inspector",
  ],
  [
    "Rotation that succeeded (SecretsManager.2)",
    "The declaration is an input, its outcome is not.",
    "the secret's events, an alarm on them",
  ],
  [
    "Stopped instances, unattached volumes created outside the program (EC2.4)",
    "They are not in the program's state.",
    "AWS Config, cost reports",
  ],
  ["Both tunnels of a VPN up (EC2.20)", "It is the state of the network.", "an alarm on TunnelState"],
  ["Node files and kubelet flags (CIS EKS 3)", "They are inside the AMI.", "EKS optimized AMIs, kube-bench"],
  ["Images free of vulnerabilities", "It changes without a deployment.", "ECR scanning, Inspector"],
  [
    "Objects of a Helm release (v3)",
    "The engine registers the chart, not its rendered objects.",
    "admission policies of the cluster",
  ],
  [
    "Values that AWS computes (ARNs, addresses, generated names)",
    "They are unknown during a preview.",
    "`pulumi up`, where the checks run again; the preview counts them in one line",
  ],
  [
    "Usage-based cost: requests, traffic, tokens, tasks, Spot Instances",
    "It depends on use; `stack-cost-estimate` adds up a lower bound of hourly prices.",
    "the budgets, Cost Anomaly Detection",
  ],
  [
    "Naming conventions",
    "They are specific to the user of the pack.",
    "`physical-name-prefix` with `namePrefixes`; without it, the rule only finds names of other environments",
  ],
  ["Deletions and replacements", "The engine does not pass them to policies.", "`npm run gate` on the plan"],
  ["Content of buckets, queues and tables", "It is data, not inputs.", "Macie, GuardDuty"],
];

/** The page about coverage: rules by service, controls by framework, and what cannot be decided from inputs. */
export function coverage(entries: readonly Entry[]): string {
  const services = Map.groupBy(entries, ({ title }) => title);
  const names = frameworks.map(({ name }) => name);
  const rows = [...services]
    .sort(([left], [right]) => pageOf(left).localeCompare(pageOf(right)))
    .map(([title, rules]) => {
      const by = names.map(
        (name) => rules.filter(({ about }) => about.controls.some((each) => frameworkOf(each) === name)).length,
      );
      return `| [${title}](${pageOf(title)}) | ${rules.length} | ${by.join(" | ")} |`;
    });
  const parts = [
    "<!-- Written by `npm run policies -- --docs`: change the rules, not this page. -->",
    "# Coverage",
    `${entries.length} rules: ${kinds(entries)}.`,
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
    ["| What | Reason | Where to look |", "|---|---|---|", ...undecidable.map((row) => `| ${row.join(" | ")} |`)].join(
      "\n",
    ),
  ];
  return `${parts.join("\n\n")}\n`;
}

function kinds(entries: readonly Entry[]): string {
  const counted = Map.groupBy(entries, ({ kind }) => kind);
  const count = (kind: Kind) => counted.get(kind)?.length ?? 0;
  return `${count("resource")} over one resource, ${count("stack")} over the stack or the pack, ${count("plan")} over the plan, ${count("state")} over the state, ${count("remediation")} that changes inputs`;
}
