import type { Refusal } from "../refusal.ts";
import { isOwn, type Request, type Thing, type Values } from "../thing.ts";
import { stringsAt } from "../values.ts";
import type { View } from "../view.ts";
import { api } from "./sources.ts";

const rule = "aws:lb/listenerRule:ListenerRule";
const listener = "aws:lb/listener:Listener";
const [one, other] = ["one", "other"].map(
  (name) =>
    `arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/${name}/0123456789abcdef/fedcba9876543210`,
);
const group = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/orders/0123456789abcdef";

function forwarding(priority: number, listenerArn = one, targetGroupArn = group): Values {
  const conditions = [{ pathPattern: { values: ["/orders/*"] } }];
  return { listenerArn, priority, conditions, actions: [{ type: "forward", targetGroupArn }] };
}

/** Two rules of a listener have two priorities, also for the moment of an update. */
const priorityInUse: Refusal = {
  name: "elbv2-rule-priority-in-use",
  types: [rule],
  on: ["create", "update"],
  code: "PriorityInUse",
  source: api("elbv2", "CreateRule"),
  check: (request, account) => {
    const { old, place } = request;
    const { listenerArn, priority } = request.inputs;
    if (typeof listenerArn !== "string" || typeof priority !== "number") return undefined;
    const rival = account
      .all(rule, place)
      .find(
        (each) =>
          each.id !== old?.id &&
          !isOwn(each, request) &&
          each.inputs["listenerArn"] === listenerArn &&
          each.inputs["priority"] === priority,
      );
    return rival && `Priority '${priority}' is currently in use`;
  },
  passes: {
    before: [{ create: rule, as: "orders", inputs: forwarding(100) }],
    judged: { create: rule, as: "bills", inputs: forwarding(200) },
  },
  refused: {
    before: [{ create: rule, as: "orders", inputs: forwarding(100) }],
    judged: { create: rule, as: "bills", inputs: forwarding(100) },
  },
};

/** The load balancer that a listener is of: app/<name>/<id>, as the listener's ARN has it. */
const balancerOf = (listenerArn: string) => /:listener(?:-rule)?\/(\w+\/[^/]+\/[^/]+)/.exec(listenerArn)?.[1];

function balancerBehind({ type, inputs }: Pick<Request, "type" | "inputs"> | Thing): string | undefined {
  const named = inputs[type === rule ? "listenerArn" : "loadBalancerArn"];
  if (typeof named !== "string") return undefined;
  return type === rule ? balancerOf(named) : /:loadbalancer\/(.+)$/.exec(named)?.[1];
}

const actions = { [rule]: "actions", [listener]: "defaultActions" };

function groupsOf({ type, inputs }: Pick<Request, "type" | "inputs"> | Thing): string[] {
  return stringsAt(inputs, `${type === rule ? actions[rule] : actions[listener]}.targetGroupArn`);
}

function elsewhere(request: Request, account: View): string | undefined {
  const balancer = balancerBehind(request);
  if (balancer === undefined) return undefined;
  const users = [rule, listener].flatMap((type) => account.all(type, request.place));
  return groupsOf(request).find((arn) =>
    users.some((user) => {
      const its = balancerBehind(user);
      return its !== undefined && its !== balancer && groupsOf(user).includes(arn);
    }),
  );
}

/** A target group belongs to one load balancer. */
const oneLoadBalancer: Refusal = {
  name: "elbv2-target-group-of-one-load-balancer",
  types: [rule, listener],
  on: ["create", "update"],
  code: "TargetGroupAssociationLimit",
  source:
    "hashicorp/terraform-provider-aws issue 22005 https://github.com/hashicorp/terraform-provider-aws/issues/22005",
  check: (request, account) => {
    const arn = elsewhere(request, account);
    return arn && `The following target groups cannot be associated with more than one load balancer: ${arn}`;
  },
  passes: {
    before: [{ create: rule, as: "orders", inputs: forwarding(100) }],
    judged: { create: rule, as: "bills", inputs: forwarding(200) },
  },
  refused: {
    before: [{ create: rule, as: "orders", inputs: forwarding(100) }],
    judged: { create: rule, as: "bills", inputs: forwarding(200, other) },
  },
};

const balancer = "aws:lb/loadBalancer:LoadBalancer";
const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";

function encrypted(sseAlgorithm: string) {
  const rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm } }];
  return [
    { create: "aws:s3/bucket:Bucket", as: "logs", inputs: { bucket: "logs-of-gateway" } },
    { create: encryption, as: "logs-encryption", inputs: { bucket: "logs-of-gateway", rules } },
  ];
}

const logging = {
  create: balancer,
  as: "gateway",
  inputs: { loadBalancerType: "application", accessLogs: { enabled: true, bucket: "logs-of-gateway" } },
};

/** The logs of an Application Load Balancer go to buckets with SSE-S3. */
const logBucket: Refusal = {
  name: "elbv2-log-bucket-with-kms-key",
  types: [balancer],
  on: ["create", "update"],
  code: "InvalidConfigurationRequest",
  source:
    "Enable access logs for your Application Load Balancer https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html",
  check: ({ inputs, place }, account) => {
    if (inputs["loadBalancerType"] === "network") return undefined;
    const buckets = ["accessLogs", "connectionLogs", "healthCheckLogs"].flatMap((logs) =>
      stringsAt(inputs, `${logs}.bucket`),
    );
    const keyed = account
      .all(encryption, place)
      .find(
        (each) =>
          buckets.some((bucket) => bucket === each.inputs["bucket"]) &&
          stringsAt(each.inputs, "rules.applyServerSideEncryptionByDefault.sseAlgorithm").some(
            (how) => how !== "AES256",
          ),
      );
    return keyed && `Access Denied for bucket: ${String(keyed.inputs["bucket"])}. Please check S3bucket permission`;
  },
  passes: { before: encrypted("AES256"), judged: logging },
  refused: { before: encrypted("aws:kms"), judged: logging },
};

/** What Elastic Load Balancing refuses. */
export const elbv2: readonly Refusal[] = [priorityInUse, oneLoadBalancer, logBucket];
