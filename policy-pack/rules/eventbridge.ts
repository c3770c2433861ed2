import { lacking } from "../checks/complaints.ts";
import { example, policyText } from "../checks/example.ts";
import { notPublic } from "../checks/policy-document.ts";
import { levels, service } from "../checks/rule.ts";

const arn = "arn:aws:sqs:eu-west-1:111122223333:orders";
const bus = "aws:cloudwatch/eventBus:EventBus";
const busPolicy = "aws:cloudwatch/eventBusPolicy:EventBusPolicy";

const orders = example(bus, "orders", { name: "orders" });

export const eventbridge = service("Amazon EventBridge", [
  {
    name: "eventbus-policy",
    types: ["aws:cloudwatch/eventBusPolicy:EventBusPolicy"],
    description: "EventBridge event bus policies do not grant public access.",
    why: "A public event bus can accept events from any AWS account, and a forged event triggers the same rules, functions and workflows as a real one.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: ["EventBridge.3"],
    fix: "set policy with accounts, or with a condition on aws:PrincipalOrgID",
    check: notPublic("policy"),
    ok: {
      policy: policyText({
        Resource: arn,
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "events:PutEvents",
      }),
    },
    bad: { policy: policyText({ Resource: arn, Principal: "*", Action: "events:PutEvents" }) },
    absent: "pass",
    unknown: "undecided",
  },
  {
    name: "eventbus-policy-declared",
    description: "EventBridge event buses have a resource policy.",
    why: "Without a resource policy in the stack, the allowed senders are defined only by scattered identity policies or manual changes, where an unwanted publisher is easily missed.",
    severity: "low",
    levels: levels("-/-/A"),
    controls: ["EventBridge.3"],
    fix: "declare an EventBusPolicy whose eventBusName is the event bus",
    find: (graph) =>
      lacking(
        graph.of(bus),
        (each) => graph.referrers(each, "eventBusName", busPolicy).length > 0,
        "has no resource policy",
      ),
    ok: [orders, example(busPolicy, "orders", { eventBusName: "orders" })],
    bad: [orders],
  },
]);
