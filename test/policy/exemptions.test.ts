import assert from "node:assert/strict";
import type { Exemption } from "../../policy-pack/checks/settings.ts";
import { concerns, Exemptions, fault } from "../../policy-pack/engine/exemptions.ts";

const today = new Date("2026-11-21T09:00:00Z");
const queue = "urn:pulumi:prod::platform::aws:sqs/queue:Queue::jobs";
const exemption: Exemption = {
  rule: "sqs-encrypted",
  urn: queue,
  reason: "moves to the new queue this month",
  owner: "platform-team",
  ticket: "OPS-12",
  expires: "2026-12-31",
};
const until = (expires: string) => fault({ ...exemption, expires }, today);

describe("an exemption", () => {
  it("is valid on its last day, and for at most 90 days", () => {
    assert.equal(until("2026-11-21"), undefined);
    assert.equal(until("2027-02-19"), undefined);
    assert.equal(until("2026-11-20"), "expired on 2026-11-20");
    assert.equal(until("2027-02-20"), "expires on 2027-02-20, more than 90 days from today");
    assert.equal(until("2026-02-30"), "expires on 2026-02-30, which is not a date");
  });

  it("must name a resource", () => {
    assert.equal(fault({ ...exemption, urn: "urn:pulumi:*" }, today), "must name a resource, got urn:pulumi:*");
  });

  it("accepts only the finding of its rule on its resource", () => {
    const all = new Exemptions([{ ...exemption, urn: "urn:pulumi:*::aws:sqs/queue:Queue::j*" }], today);
    assert.ok(all.of({ rule: "sqs-encrypted", urn: queue }));
    assert.equal(all.of({ rule: "sqs-dlq", urn: queue }), undefined);
    assert.equal(all.of({ rule: "sqs-encrypted", urn: queue.replace("jobs", "mail") }), undefined);
  });

  it("accepts no finding after it expired, and is reported", () => {
    const all = new Exemptions([{ ...exemption, expires: "2026-11-01" }], today);
    assert.equal(all.of({ rule: "sqs-encrypted", urn: queue }), undefined);
    assert.deepEqual(
      all.faulty().map(({ wrong }) => wrong),
      ["expired on 2026-11-01"],
    );
    assert.deepEqual(all.unused(queue), [], "it is told of once");
  });

  it("is reported when unused, in the stacks that it is about", () => {
    const all = new Exemptions([exemption], today);
    assert.deepEqual(all.unused("urn:pulumi:dev::platform::pulumi:pulumi:Stack::platform-dev"), []);
    assert.deepEqual(all.unused("urn:pulumi:prod::platform::pulumi:pulumi:Stack::platform-prod"), [exemption]);
    all.of({ rule: "sqs-encrypted", urn: queue });
    assert.deepEqual(all.unused("urn:pulumi:prod::platform::pulumi:pulumi:Stack::platform-prod"), []);
    assert.ok(concerns({ ...exemption, urn: "urn:pulumi:*::aws:sqs/queue:Queue::jobs" }, queue));
  });
});
