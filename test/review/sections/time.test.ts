import assert from "node:assert/strict";
import { demandOf } from "../../../review/data/demands.ts";
import { minutesOf, times } from "../../../review/data/times.ts";
import { courses, ratio } from "../../../review/sections/time/courses.ts";
import { time } from "../../../review/sections/time.ts";
import { stacks } from "../../stacks/stack-settings.ts";
import { cellsOf, noticesOf } from "../blocks.ts";
import { resource, review, reviewOf } from "../reviews.ts";

const database = resource({ type: "aws:rds/instance:Instance", name: "main" });
const domain = resource({ type: "aws:opensearch/domain:Domain", name: "content" });
const made = [
  { type: database.type, name: database.name, inputs: {}, outputs: { id: "db-1", arn: "arn:db-1" } },
  { type: domain.type, name: domain.name, inputs: { accessPolicies: "none" }, outputs: { id: "domain-1" } },
];

describe("published times", () => {
  it("have a source and a date, and one row for an operation on a type", () => {
    const keys = times.map(({ type, operation }) => `${operation} ${type}`);
    assert.equal(new Set(keys).size, keys.length);
    for (const { type, minutes, date, source } of times) {
      assert.ok(minutes > 0, type);
      assert.match(source, /^https:\/\/|with the words "/, type);
      assert.match(date, /^\d{4}(?:-\d\d-\d\d)?$|^not dated$/, type);
    }
  });

  it("give components no time, and what is not published the time of everything else", () => {
    assert.equal(minutesOf("platform:data:Database", "create"), 0);
    assert.equal(minutesOf("aws:sqs/queue:Queue", "create"), 0.1);
    assert.equal(minutesOf("aws:mq/broker:Broker", "delete"), 15);
    assert.equal(minutesOf("aws:acm/certificateValidation:CertificateValidation", "delete"), 0.1);
  });
});

describe("the section Time", () => {
  it("puts one after the other what waits, and side by side what does not", () => {
    const apart = courses(review([database, domain], { made }));
    assert.equal(apart.create.minutes, 20);
    const waiting = { ...domain, dependencies: [database.urn] };
    const { create, delete: gone } = courses(review([database, waiting], { made }));
    assert.equal(create.minutes, 37.5);
    assert.deepEqual(
      create.path.map(({ span, after }) => [span.urn, span.start, after?.kind]),
      [
        [database.urn, 0, undefined],
        [domain.urn, 17.5, "wait"],
      ],
    );
    // The domain is deleted first.
    assert.deepEqual(
      gone.path.map(({ span }) => [span.urn, span.start]),
      [
        [domain.urn, 0],
        [database.urn, 30],
      ],
    );
  });

  it("tells a wait without a reason from a reference to what AWS computes", () => {
    const waiting = {
      ...domain,
      dependencies: [database.urn],
      propertyDependencies: { accessPolicies: [database.urn] },
    };
    assert.equal(ratio(courses(review([database, waiting], { made })).create), 1.875);
    const [first, second] = made;
    assert.ok(first && second);
    const named = [first, { ...second, inputs: { accessPolicies: "allow arn:db-1" } }];
    assert.equal(ratio(courses(review([database, waiting], { made: named })).create), 1);
  });

  it("shows the reason of each wait, and warns of waits without one", async () => {
    assert.equal(demandOf("aws:opensearch/domain:Domain", "aws:rds/instance:Instance"), undefined);
    const content = await time.make(review([database, { ...domain, dependencies: [database.urn] }], { made }));
    assert.deepEqual(noticesOf(content)[0], "warning: Creation (up): 18 min of 38 min are waits without a reason.");
    assert.deepEqual(cellsOf(content, "Creation (up): critical path")[1]?.slice(3), ["a wait", "none is known"]);
    assert.deepEqual(cellsOf(content, "What would shorten"), [
      ["rds Instance main", 17.5, 17.5],
      ["opensearch Domain content", 20, 20],
    ]);
  });

  for (const stack of stacks)
    it(`has a critical path of ${stack} within 1.05 times the chain that references and reasons demand`, async () => {
      const { create, delete: gone } = courses(await reviewOf(stack));
      for (const course of [create, gone]) {
        const without = course.path.flatMap(({ span, after }) => (after?.kind === "wait" ? [span.urn, after.on] : []));
        assert.ok(ratio(course) <= 1.05, `${course.operation} ${ratio(course)}:\n${without.join("\n")}`);
      }
      assert.ok(create.minutes > 0);
    });
});
