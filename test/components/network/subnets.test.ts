import assert from "node:assert/strict";
import fc from "fast-check";
import {
  addressFaults,
  type PlacedSubnet,
  placedSubnets,
  slot,
  type Tier,
} from "../../../components/network/subnets.ts";

const zones = ["a", "b"];
const given = { public: ["10.0.1.0/24", "10.0.2.0/24"], private: ["10.0.11.0/24", "10.0.12.0/24"] };
const faults = (change: object) => addressFaults({ cidrBlock: "10.0.0.0/16", zones, subnets: given, ...change });

/** First and last address, computed independently of the code under test. */
function range(cidr: string): [bigint, bigint] {
  const [address = "", prefix = ""] = cidr.split("/");
  const first = address.split(".").reduce((bits, octet) => (bits << 8n) | BigInt(octet), 0n);
  return [first, first + (1n << BigInt(32 - Number(prefix))) - 1n];
}

/** A VPC with an order in which tiers and zones are added. */
const growth = fc.record({
  vpc: fc
    .tuple(fc.nat(255), fc.nat(31), fc.integer({ min: 16, max: 21 }))
    .map(
      ([second, third, prefix]) =>
        `10.${second}.${prefix === 16 ? 0 : (third * 8) & (256 - 2 ** (24 - prefix))}.0/${prefix}`,
    ),
  additions: fc.shuffledSubarray(["public", "private", "database", ..."abcdefgh"], { minLength: 2 }),
});

/** Subnets after each addition, as the code places them. */
function history(vpcBlock: string, additions: readonly string[]): PlacedSubnet[][] {
  return additions.map((_, count) => {
    const present = additions.slice(0, count + 1);
    const all = placedSubnets({ cidrBlock: vpcBlock, zones: present.filter((each) => each.length === 1) });
    return all.filter(({ tier }) => present.includes(tier));
  });
}

describe("computed subnets", () => {
  it("never move when tiers or zones are added, in any order", () => {
    fc.assert(
      fc.property(growth, ({ vpc, additions }) => {
        const stages = history(vpc, additions);
        stages.forEach((before, index) => {
          const after = new Set((stages[index + 1] ?? before).map((each) => JSON.stringify(each)));
          assert.ok(before.every((each) => after.has(JSON.stringify(each))));
        });
      }),
    );
  });

  it("are within the VPC, do not overlap and are large enough for a load balancer", () => {
    fc.assert(
      fc.property(growth, ({ vpc, additions }) => {
        const [first, last] = range(vpc);
        const ranges = (history(vpc, additions).at(-1) ?? []).map(({ cidrBlock }) => range(cidrBlock));
        ranges.sort(([a], [b]) => (a < b ? -1 : 1));
        ranges.forEach(([from, to], index) => {
          assert.ok(from >= first && to <= last && to - from >= 31n);
          assert.ok(index === 0 || from > (ranges[index - 1]?.[1] ?? 0n));
        });
      }),
    );
  });

  it("stay the same from release to release", () => {
    const places: [Tier, string, string][] = [
      ["private", "a", "10.20.0.0/20"],
      ["private", "h", "10.20.112.0/20"],
      ["public", "a", "10.20.128.0/22"],
      ["public", "h", "10.20.156.0/22"],
      ["database", "a", "10.20.160.0/22"],
      ["database", "h", "10.20.188.0/22"],
    ];
    for (const [tier, zone, cidr] of places) {
      assert.equal(slot({ first: 0x0a140000, prefix: 16 }, tier, zone), cidr);
    }
  });

  it("need a VPC and zones with enough space", () => {
    assert.deepEqual(addressFaults({ cidrBlock: "10.0.0.0/22", zones: ["a", "k"] }), [
      'cidrBlock must be /16 to /21 when subnets are not given, got "10.0.0.0/22"',
      'zones must be a to h when subnets are not given, got "k"',
    ]);
    assert.deepEqual(addressFaults({ cidrBlock: "10.0.0.0/21", zones: ["a", "h"] }), []);
  });
});

describe("given addresses", () => {
  it("are accepted in the form of every seed", () => {
    assert.deepEqual(faults({}), []);
    assert.deepEqual(faults({ subnets: { ...given, database: ["10.0.201.0/24", "10.0.202.0/28"] } }), []);
  });

  it("need a private VPC block of the right size without host bits", () => {
    const wrong = [
      "8.0.0.0/16",
      "10.0.0.0/8",
      "10.0.0.0/25",
      "10.0.1.0/16",
      "172.32.0.0/16",
      "10.0.0/16",
      "10.0.00.0/16",
      "",
    ];
    for (const cidrBlock of wrong) {
      assert.equal(
        addressFaults({ cidrBlock, zones })[0],
        `cidrBlock must be a private IPv4 block (RFC 1918) of /16 to /24 without host bits, got "${cidrBlock}"`,
      );
    }
    for (const cidrBlock of ["172.31.0.0/16", "192.168.248.0/21"])
      assert.deepEqual(addressFaults({ cidrBlock, zones }), []);
  });

  it("need two zones or more, each a letter, each once", () => {
    assert.deepEqual(faults({ zones: [], subnets: { public: [], private: [] } }), [
      "zones must name at least 2 zones, got 0",
    ]);
    assert.deepEqual(faults({ zones: ["a", "a"] }), ['zones must not repeat a zone, got "a" again']);
    assert.deepEqual(faults({ zones: ["a", "us-east-1b"] }), [
      'zones must be single letters such as a, got "us-east-1b"',
    ]);
  });

  it("need one block for each zone in every tier", () => {
    assert.deepEqual(
      faults({ subnets: { ...given, database: ["10.0.21.0/24"], public: [...given.public, "10.0.3.0/24"] } }),
      [
        "subnets.public must list 2 blocks, one for each zone, got 3",
        "subnets.database must list 2 blocks, one for each zone, got 1",
      ],
    );
  });

  it("need valid blocks within the VPC and of a size that AWS supports", () => {
    const subnets = { public: ["10.0.1.1/24", "10.0.2.0/29"], private: ["10.1.0.0/24", "nonsense"] };
    assert.deepEqual(faults({ subnets }), [
      'subnets.public must be IPv4 blocks without host bits, got "10.0.1.1/24" in zone a',
      'subnets.private must be IPv4 blocks without host bits, got "nonsense" in zone b',
      'subnets.public must be /16 to /28, got "10.0.2.0/29" in zone b',
      'subnets.private must lie within 10.0.0.0/16, got "10.1.0.0/24" in zone a',
    ]);
    assert.ok(
      faults({ subnets: { ...given, public: ["10.0.0.0/15", "10.0.2.0/24"] } }).includes(
        'subnets.public must be /16 to /28, got "10.0.0.0/15" in zone a',
      ),
    );
  });

  it("must not overlap, within a tier or between two", () => {
    assert.deepEqual(
      faults({ subnets: { public: ["10.0.0.0/23", "10.0.1.0/24"], private: ["10.0.11.0/24", "10.0.1.192/26"] } }),
      [
        'subnets must not overlap, got subnets.public in zone a ("10.0.0.0/23") and subnets.public in zone b ("10.0.1.0/24")',
        'subnets must not overlap, got subnets.public in zone a ("10.0.0.0/23") and subnets.private in zone b ("10.0.1.192/26")',
        'subnets must not overlap, got subnets.public in zone b ("10.0.1.0/24") and subnets.private in zone b ("10.0.1.192/26")',
      ],
    );
  });
});
