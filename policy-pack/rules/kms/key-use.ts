import { complain } from "../../checks/complaints.ts";
import { fail, undecided } from "../../checks/conditions.ts";
import { example } from "../../checks/example.ts";
import { parsePolicy, type Statement } from "../../checks/iam-policy.ts";
import { type Complaint, type Graph, levels, type StackResource, service } from "../../checks/rule.ts";
import { stores } from "../../checks/stores.ts";
import { read } from "../../checks/values.ts";

const keyPolicy = "aws:kms/keyPolicy:KeyPolicy";
const key = "aws:kms/key:Key";
const trail = "aws:cloudtrail/trail:Trail";
const logGroup = "aws:cloudwatch/logGroup:LogGroup";

function withoutRotation(graph: Graph): Complaint[] {
  return stores(graph).flatMap(({ resource, key: path }) => {
    if (path === undefined) return [];
    const keys = graph.targets(resource, path, key);
    return keys.flatMap((each): Complaint[] => {
      const rotation = read(each.props, "enableKeyRotation");
      if (rotation.state === "unknown") return [{ resource, verdict: undecided("enableKeyRotation") }];
      if (rotation.state === "known" && rotation.value === true) return [];
      return [{ resource, verdict: fail(`is encrypted with key "${each.name}", which has no rotation`) }];
    });
  });
}

/** Keys with the default key policy. */
function withoutPolicy(graph: Graph): Complaint[] {
  return graph
    .of(key)
    .filter((each) => read(each.props, "policy").state === "absent")
    .filter((each) => graph.referrers(each, "keyId", keyPolicy).length === 0)
    .map((resource) => ({ resource, verdict: fail("has the default key policy") }));
}

const rotatedKey = example(key, "data", { enableKeyRotation: true });
const unrotatedKey = example(key, "data", { enableKeyRotation: false });
const encryptedDatabase = example(
  "aws:rds/instance:Instance",
  "database",
  { identifier: "main" },
  { kmsKeyId: rotatedKey },
);

/** Services that encrypt with a key, and their service principals. */
const encryptingServices: readonly (readonly [type: string, path: string, service: RegExp, named: string])[] = [
  [logGroup, "kmsKeyId", /^logs(?:\.[a-z0-9-]+)?\.amazonaws\.com/, "logs.amazonaws.com"],
  [trail, "kmsKeyId", /^cloudtrail\.amazonaws\.com$/, "cloudtrail.amazonaws.com"],
];

const admits = (statements: readonly Statement[], service: RegExp) =>
  statements.some(
    ({ allows, principals }) =>
      allows && principals.some(({ kind, name }) => (kind === "Service" && service.test(name)) || name === "*"),
  );

function keysWithoutService(graph: Graph): Complaint[] {
  return encryptingServices.flatMap(([type, path, service, named]) =>
    graph.of(type).flatMap((each) =>
      graph.targets(each, path, key).flatMap((of): Complaint[] => {
        const apart = graph.referrers(of, "keyId", "aws:kms/keyPolicy:KeyPolicy");
        const policies = [of, ...apart]
          .map(({ props }) => read(props, "policy"))
          .filter(({ state }) => state !== "absent");
        if (policies.some(({ state }) => state === "unknown")) return [{ resource: of, verdict: undecided("policy") }];
        const statements = policies.flatMap((policy) =>
          policy.state === "known" ? (parsePolicy(policy.value) ?? []) : [],
        );
        return admits(statements, service)
          ? []
          : [complain(`has a policy that does not allow ${named} to encrypt "${each.name}"`)(of)];
      }),
    ),
  );
}

const policyFor = (Service: string) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service }, Action: "kms:*" }] });

const keyFor = (service: string) => example(key, "logs", { policy: policyFor(service) });
const logGroupWith = (by: StackResource) => example(logGroup, "api", {}, { kmsKeyId: by });

export const kmsKeyUse = service("AWS KMS", [
  {
    name: "stack-store-key-rotates",
    description: "KMS keys that encrypt data stores of the stack have automatic rotation enabled.",
    why: "One key material encrypts all data of the store for the life of the key, so a compromise of that material exposes everything that was ever written.",
    severity: "high",
    levels: levels("A/M/M"),
    controls: ["KMS.4"],
    fix: "set enableKeyRotation to true on the key",
    find: withoutRotation,
    ok: [rotatedKey, encryptedDatabase],
    bad: [unrotatedKey, encryptedDatabase],
  },
  {
    name: "kms-policy-declared",
    description: "KMS keys have a key policy declared in the stack.",
    why: "The default key policy gives the account full access and so lets any IAM policy that allows KMS actions on all resources grant use of the key.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CKV2_AWS_64"],
    fix: "set policy, or declare a KeyPolicy with its keyId",
    find: withoutPolicy,
    ok: [rotatedKey, example(keyPolicy, "data", {}, { keyId: rotatedKey })],
    bad: [rotatedKey],
  },
  {
    name: "stack-kms-policy-admits-users",
    description: "KMS key policies allow CloudWatch Logs and CloudTrail if they use the key.",
    why: "The service cannot encrypt with the key, so the log group or trail fails to be created, or the delivery of its events stops.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set policy of the key with the service principal, such as logs.amazonaws.com",
    find: keysWithoutService,
    ok: [keyFor("logs.eu-west-1.amazonaws.com"), logGroupWith(keyFor("logs.eu-west-1.amazonaws.com"))],
    bad: [keyFor("sns.amazonaws.com"), logGroupWith(keyFor("sns.amazonaws.com"))],
  },
]);
