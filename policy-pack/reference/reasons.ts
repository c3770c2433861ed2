const unrecorded = "What is not recorded cannot be found out afterwards, and what nobody is told of goes on.";

const exposed =
  "Every address from which something can be reached is one from which it can be attacked; whoever is let in should be known by name.";

const lost =
  "Data that is lost by a slip, a fault or an attacker is gone for good, unless a copy is out of their reach and nothing can be deleted in one step.";

const failing =
  "Machines, zones and rollouts fail; what stands in one place, or is replaced all at once, is down when they do.";

const granted =
  "Whoever breaks into one part has its permissions; the fewer there are, and the fewer can take the role at all, the less there is to win.";

const aging =
  "Software ages: what is no longer supported gets no fixes, and what is not pinned is another thing tomorrow than what was tested today.";

/** Why rules of a kind exist, told by their names; the first that fits counts, so that the narrower stand before the wider. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [
    /^plan-/,
    "Policies see what will be, never what will be gone: a deletion or replacement is only in the plan, and only people know whether it is meant.",
  ],
  [
    /^state-/,
    "A state is read by more people than a secret store, is copied to wherever somebody exports it, and keeps what was once in it.",
  ],
  [
    /^(?:stack-exemptions|configuration)-/,
    "An exception that nobody looks at again becomes the rule, and a misspelt setting is as good as none.",
  ],
  [/undecided/, "A check that could not be made says nothing, and is easily taken for one that found nothing."],
  [
    /complete$|resolve$|sa-role-match$|helm-release-opaque/,
    "What is declared by half, or refers to what is not there, is accepted by everybody and does not work, or does not protect.",
  ],
  [/recovery-window/, lost],
  [/-private$/, exposed],
  [/^iam-no-kms|acls-disabled|eventbus/, granted],
  [/multi-az|capacity-type/, failing],
  [/flow-?log|own-log-group/, unrecorded],
  [
    /^cost-|^stack-cost-|price-class|graviton|gp3|storage-type|previous-generation|-cap(?:ped)?$|bounds$|bounded$|budget|anomaly|capacity-mode|on-demand|xray-sampling|lifecycle|retention|sampling|throttl|orphan|attached$|unused|desired-count|subnet-size|log-group-skip/,
    "What has no end grows until someone pays for it, or until it is in the way of something else; a bound makes that somebody's decision.",
  ],
  [
    /tags?(?:-|$)|labels$|descriptions$|name-prefix|physical-name|namespace-explicit|custom-admin-name/,
    "Cost, ownership, backups and alarms are found by tags, labels and names; what has none belongs to nobody when it matters.",
  ],
  [
    /default-provider|skip-checks|account-pinned|region-allowed|not-default|no-default-vpc|ignore-changes|deprecated|component-parent|style-conflict|env-isolation|cidr-no-overlap|catalogue|mixed-rule-styles|no-overwrite|apply-immediately|stack-image/,
    "A program that works in the wrong account or Region, or fights with another over the same setting, does harm while every single resource is right.",
  ],
  [/cloudtrail-v|-logs?$|logging$|logged$|log-(?:exports|group-(?:declared|cmk))|-trail$/, unrecorded],
  [/upgrade|-supported$|(?:image|version)-pinned$/, aging],
  [
    /(?:^|-)tls|https|ssl|http|certificate|cert-|acm-|ca-current|node-to-node|in-transit|listener|dnssec|caa|transparency/,
    "What travels in plain text, or under a certificate that anybody could have got, can be read and changed on its way.",
  ],
  [
    /kms|cmk|encrypt|store-key|deletion-window|key-(?:enabled|strength)|envelope|storageclass-encrypted/,
    "A key of one's own decides who can read the data, shows in the audit trail whenever it is used, and can be withdrawn, whoever holds the disk, the snapshot or the copy.",
  ],
  [
    /plaintext|secret|password|no-static-keys|access-keys?$|credentials|literal|userdata|inline-kubeconfig|values-clean|-token|server-certificate|key-pair|rotation|iam-auth|ssm-parameter/,
    "A credential in a property is in the state, in logs and in every copy of them, and stays valid long after; one that is referred to, short-lived or rotated can be lost without loss.",
  ],
  [
    /waf|redacts|drop-invalid|desync|response-headers|snippets|cors|validation$|geo-restriction/,
    "What the internet can reach is tried at once by everybody; a filter in front stops what is known to be hostile before the application has to.",
  ],
  [
    /public|world|-igw-|internet|internal|exposure|endpoint|open-access|website|node-port|guest|no-oac|s3-oac|(?:^|-)sg-|security-group|nacl|netpol|vpc|subnet|-eni(?:-|$)|in-private|reachable|egress|peering|no-ssh|in-vpc|imds|host-ports|shared|tgw-|nat-|route-|flowlog|flow-logs|default-root|data-api|dangling|default-deny/,
    exposed,
  ],
  [
    /multi-az|failover|replicas?|spread|pdb|two-instances|three-data|dedicated-masters|ha-deployment|health|probes|drain|graceful|circuit|rolling|az-|scaling|update-bounded|asg-|zon|dlq|priority|hpa|origin-failover|catch|dead-letter|final|webhook/,
    failing,
  ],
  [
    /backup|snapshot|pitr|versioning|recovery|replication|cross-region|deletion-protection|force-de|protected|termination|retain|automated-backups|lockout|bucket-complete|vault|copy|object-lock|stateful|no-delete/,
    lost,
  ],
  [
    /mfa|threat|flows|callbacks|hardening|admin-create|session|cognito/,
    "Accounts are taken over by guessed passwords, stolen tokens and redirects; each of these closes one of the ways.",
  ],
  [
    /iam-|rbac-|role|trust|policy|admin|access|principal|escalation|auth|scope|oidc|fgac|user|profile|service-account|token-automount|pod-identity|sa-|bedrock-model/,
    granted,
  ],
  [
    /privileged|host-|capabilit|seccomp|selinux|sysctl|proc-mount|run-as|root|volume-types|namespaces|awsvpc|psa|bare-pod|known-bad|guardrail|readonly|read-only|hardened|single-eni|exec|own-|source-dest/,
    "A container that can do what its node can is no boundary: whoever gets into it has the node, and all that runs there.",
  ],
  [
    /log|trail|audit|guardduty|inspector|config-records|metric|alarm|monitoring|insights|delivery|summary|data-events|subscription|subscribed|count-only|macie|status|trac|apigw-xray/,
    unrecorded,
  ],
  [
    /version|supported|upgrade|image|pinned|latest|platform|engine|memcached|addon|software-update|chart|helm|ecr|registry|immutable|extended|standard/,
    aging,
  ],
  [
    /requests|memory|cpu|ephemeral|job|limit|tasks?-|term|pvc|storageclass|ebs-|machine|ingress|class|host|block|document/,
    "What says neither what it needs nor what it may use takes it from its neighbours, or is left with the default of the day.",
  ],
];

/** Why a rule exists. */
export function reason(name: string): string {
  const found = reasons.find(([pattern]) => pattern.test(name));
  return found?.[1] ?? "One way of doing it is easier to review, to change and to repair than several.";
}
