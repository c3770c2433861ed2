import assert from "node:assert/strict";
import { isPinned, parseImage } from "../../policy-pack/checks/images.ts";
import type { Props, StackResource } from "../../policy-pack/checks/rule.ts";
import { isDaily } from "../../policy-pack/checks/schedules.ts";
import { hasSecretName } from "../../policy-pack/checks/secret-patterns.ts";
import { parseSize } from "../../policy-pack/checks/sizes.ts";
import { everyFinding, everyStackFinding } from "../../policy-pack/engine/evaluate.ts";
import { stackRules } from "../../policy-pack/engine/rules.ts";

function said(rule: string, type: string, props: Props): string {
  const found = everyFinding({ type, name: "x", urn: "x", props }, "prod").find((each) => each.rule === rule);
  return found?.verdict ?? "pass";
}
const of = (rule: string, resources: readonly StackResource[]) =>
  everyStackFinding(resources, "prod").filter((each) => each.rule === rule);

describe("names of images", () => {
  it("have a registry, by default Docker Hub", () => {
    assert.deepEqual(parseImage("nginx"), {
      registry: "docker.io",
      repository: "nginx",
      tag: undefined,
      digest: undefined,
    });
    assert.equal(parseImage("localhost:5000/api:1").tag, "1");
    assert.equal(parseImage("localhost:5000/api").tag, undefined);
    assert.equal(parseImage("team/api:1").registry, "docker.io");
    assert.equal(parseImage("public.ecr.aws/team/api:1").registry, "public.ecr.aws");
  });

  it("are pinned by a digest or a tag that does not move", () => {
    const pinned = ["api:1.4.2", `api@sha256:${"a".repeat(64)}`, `api:latest@sha256:${"a".repeat(64)}`];
    assert.deepEqual(pinned.map(isPinned), [true, true, true]);
    assert.deepEqual(["api", "api:latest", "api@sha256:1", 3].map(isPinned), [false, false, false, false]);
  });
});

describe("schedules", () => {
  it("are daily without days and months, or with a short rate", () => {
    const daily = ["cron(0 5 * * ? *)", "cron(0 0/4 * * ? *)", "cron(0 5 ? * * *)", "rate(12 hours)", "rate(1 day)"];
    assert.deepEqual(
      daily.filter((each) => !isDaily(each)),
      [],
    );
    const rarer = ["cron(0 5 ? * SUN *)", "cron(0 5 1 * ? *)", "rate(2 days)", "rate(1 week)", "daily", "cron()", 5];
    assert.deepEqual(rarer.filter(isDaily), []);
  });
});

describe("instance sizes", () => {
  it("have family, generation, processor and size", () => {
    assert.deepEqual(parseSize("db.r7g.2xlarge"), { family: "r", generation: 7, arm: true, units: 2 });
    assert.deepEqual(parseSize("m5.large"), { family: "m", generation: 5, arm: false, units: 0.5 });
    assert.deepEqual(parseSize("r7g.large.search"), { family: "r", generation: 7, arm: true, units: 0.5 });
    assert.equal(parseSize("cache.t4g.micro")?.arm, true);
    assert.equal(parseSize("g5.xlarge")?.arm, false);
    assert.equal(parseSize("db.serverless"), undefined);
  });
});

describe("containers of task definitions", () => {
  const task = (containerDefinitions: unknown) =>
    said("ecs-task-readonly-rootfs", "aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions });

  it("are read from JSON; unreadable definitions are undecided", () => {
    assert.equal(task('[{"name":"api","readonlyRootFilesystem":true}]'), "pass");
    assert.equal(task('[{"name":"api","readonlyRootFilesystem":true},{"name":"proxy"}]'), "fail");
    assert.deepEqual(["{", "{}", 5, '"x"'].map(task), ["undecided", "undecided", "undecided", "undecided"]);
  });
});

describe("names of secrets", () => {
  it("do not include references to existing Secrets", () => {
    assert.deepEqual(["existingSecret", "auth.existingPassword"].map(hasSecretName), [false, false]);
    assert.deepEqual(["DB_PASSWORD", "clientSecret"].map(hasSecretName), [true, true]);
  });
});

describe("the path from the internet to a data store", () => {
  it("is in the message", () => {
    const rule = stackRules.find(({ name }) => name === "stack-no-internet-path-to-data");
    const [found] = of("stack-no-internet-path-to-data", rule?.bad ?? []);
    assert.ok(
      found?.message.includes(
        'internet → internet gateway "main" → route table "data" → subnet "data" → security group "database" → "main"',
      ),
      found?.message,
    );
  });

  it("requires the route and the security group", () => {
    const rule = stackRules.find(({ name }) => name === "stack-no-internet-path-to-data");
    const without = (type: string) => rule?.bad.filter((each) => !each.type.startsWith(type)) ?? [];
    assert.equal(of("stack-no-internet-path-to-data", without("aws:ec2/route:")).length, 0);
    assert.equal(of("stack-no-internet-path-to-data", without("aws:ec2/routeTableAssociation:")).length, 0);
  });
});

describe("queues", () => {
  const queue = (name: string, props: Props = {}): StackResource => ({
    type: "aws:sqs/queue:Queue",
    name,
    urn: name,
    props: { arn: `arn:aws:sqs:eu-west-1:111122223333:${name}`, ...props },
  });

  it("are dead-letter queues by dependency or ARN", () => {
    const arn = "arn:aws:sqs:eu-west-1:111122223333:dead";
    const orders = queue("orders", {
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 5 }),
    });
    assert.deepEqual(of("sqs-dead-letter", [orders, queue("dead")]), []);
    const target = {
      type: "aws:cloudwatch/eventTarget:EventTarget",
      name: "t",
      urn: "t",
      props: { deadLetterConfig: { arn } },
    };
    assert.deepEqual(of("sqs-dead-letter", [target, queue("dead")]), []);
    assert.deepEqual(
      of("sqs-dead-letter", [target, queue("other")]).map(({ urn }) => urn),
      ["other"],
    );
  });

  it("have a maxReceiveCount of at most 10", () => {
    const often = queue("orders", { redrivePolicy: '{"deadLetterTargetArn":"x","maxReceiveCount":"50"}' });
    assert.match(of("sqs-dead-letter", [often])[0]?.message ?? "", /maxReceiveCount above 10/);
  });
});
