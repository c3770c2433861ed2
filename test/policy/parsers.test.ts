import assert from "node:assert/strict";
import fc from "fast-check";
import { contains, isPrivate, isWorld, prefixLength, range } from "../../policy-pack/checks/cidr.ts";
import {
  admitsAnyone,
  covers,
  isConfined,
  matchesWildcard,
  onEverything,
  parsePolicy,
} from "../../policy-pack/checks/iam-policy.ts";
import { credential, isPlaintextSecret } from "../../policy-pack/checks/secret-patterns.ts";
import { list, plain, read, unknown } from "../../policy-pack/checks/values.ts";

const octet = fc.nat(255);
const cidr = fc
  .tuple(octet, octet, octet, octet, fc.nat(32))
  .map(([a, b, c, d, bits]) => `${a}.${b}.${c}.${d}/${bits}`);
const word = fc.stringMatching(/^[A-Za-z0-9]{1,8}$/);
const letters = (text: string, length: number) =>
  fc.array(fc.constantFrom(...text), { minLength: length, maxLength: length }).map((all) => all.join(""));
const alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const runs = { numRuns: 1000 };

describe("CIDR blocks", () => {
  it("have the size and start of their prefix, and contain themselves", () => {
    fc.assert(
      fc.property(cidr, (block) => {
        const found = range(block);
        const bits = prefixLength(block) ?? -1;
        assert.ok(found);
        assert.equal(found.last - found.first + 1, 2 ** (32 - bits));
        assert.equal(found.first % 2 ** (32 - bits), 0);
        assert.ok(contains(block, block) && contains("0.0.0.0/0", block));
      }),
      runs,
    );
  });

  it("contain their subnets, and are never both private and public", () => {
    fc.assert(
      fc.property(cidr, fc.nat(32), (block, more) => {
        const bits = Math.min(32, (prefixLength(block) ?? 0) + more);
        assert.ok(contains(block, `${block.split("/")[0]}/${bits}`));
        assert.ok(!(isPrivate(block) && isWorld(block)));
        if (isPrivate(block)) assert.ok(isPrivate(`${block.split("/")[0]}/${bits}`));
      }),
      runs,
    );
  });

  it("reject other strings", () => {
    fc.assert(fc.property(fc.string(), (text) => assert.ok(range(text) === undefined || /^[\d.]+\/\d+$/.test(text))));
    for (const text of ["1.2.3/8", "256.0.0.0/8", "1.2.3.4/33", "1.2.3.4", " 10.0.0.0/8", "::/0", "", null, 7])
      assert.equal(range(text), undefined);
    assert.ok(isWorld("::/0") && isWorld("0.0.0.0/1") && !isWorld("fc00::/7") && !isWorld("10.0.0.0/8"));
  });
});

describe("IAM policies", () => {
  const statement = fc.record({
    Effect: fc.constantFrom("Allow", "Deny"),
    Action: fc.oneof(word, fc.array(word)),
    Resource: fc.oneof(word, fc.array(word)),
    Principal: fc.oneof(fc.constant("*"), fc.record({ AWS: fc.oneof(word, fc.array(word)) })),
  });

  it("parse alike as text, as object, and with one statement", () => {
    fc.assert(
      fc.property(statement, (one) => {
        const parsed = parsePolicy({ Statement: [one] });
        assert.deepEqual(parsePolicy(JSON.stringify({ Statement: [one] })), parsed);
        assert.deepEqual(parsePolicy({ Statement: one }), parsed);
        assert.equal(parsed?.[0]?.allows, one.Effect === "Allow");
      }),
      runs,
    );
  });

  it("parse any content", () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.constantFrom("Action", "Principal", "Condition", "Resource", "Effect"),
        (odd, key) => {
          for (const one of parsePolicy({ Statement: [{ Effect: "Allow", [key]: odd }, odd] }) ?? []) {
            for (const told of [covers(one, "s3:GetObject"), onEverything(one), isConfined(one), admitsAnyone(one)])
              assert.equal(typeof told, "boolean");
          }
        },
      ),
      runs,
    );
    fc.assert(
      fc.property(fc.string(), (text) => assert.ok(parsePolicy(text) === undefined || text.includes("Statement"))),
    );
  });

  it("match wildcards as IAM does, and other characters literally", () => {
    fc.assert(
      fc.property(word, fc.string(), word, (head, middle, tail) => {
        assert.ok(matchesWildcard(`${head}*${tail}`, `${head}${middle}${tail}`));
        assert.ok(matchesWildcard(middle.replaceAll(/[*?]/g, "x"), middle.replaceAll(/[*?]/g, "x")));
        assert.ok(matchesWildcard(`${head}?`, `${head.toUpperCase()}x`));
        assert.ok(!matchesWildcard(`${head}?`, head));
      }),
      runs,
    );
    for (const literal of [".", "+", "^", "$", "(", "[", "{", "|", "\\"])
      assert.ok(!matchesWildcard(literal, "a"), literal);
  });

  it("cover every resource only where an ARN's resource is a wildcard", () => {
    const on = (Resource: string) =>
      onEverything(parsePolicy({ Statement: [{ Effect: "Allow", Action: "s3:*", Resource }] })?.[0] ?? assert.fail());
    fc.assert(
      fc.property(word, word, word, (service, account, name) => {
        assert.ok(!on(`arn:aws:${service}:eu-west-1:${account}:${name}`));
        assert.ok(!on(`arn:aws:${service}:::${name}/*`));
        assert.ok(on(`arn:aws:${service}:*:${account}:*`));
      }),
    );
  });
});

describe("the secret scan", () => {
  it("finds credentials of every pattern anywhere in a text", () => {
    const shaped = fc.oneof(
      letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16).map((rest) => `AKIA${rest}`),
      letters(alphanumeric, 36).map((rest) => `ghp_${rest}`),
      letters(alphanumeric, 20).map((rest) => `glpat-${rest}`),
      letters(alphanumeric, 24).map((rest) => `sk-ant-${rest}`),
      fc.constant("-----BEGIN RSA PRIVATE KEY-----"),
      fc
        .tuple(word, letters(alphanumeric, 12))
        .map(([user, password]) => `postgres://${user}:${password}@db.internal/app`),
    );
    fc.assert(
      fc.property(shaped, (secret) => assert.ok(credential(`x = "${secret}"; y`) !== undefined, secret)),
      runs,
    );
  });

  it("has no finding on ARNs, names, digests, certificates, IDs and dates", () => {
    const hex = (length: number) => letters("0123456789abcdef", length);
    const harmless = fc.oneof(
      letters(alphanumeric, 40),
      hex(64).map((digest) => `111122223333.dkr.ecr.eu-west-1.amazonaws.com/api@sha256:${digest}`),
      fc.tuple(word, hex(32)).map(([name, id]) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}-${id}`),
      letters(`${alphanumeric}+/`, 300).map(
        (body) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----`,
      ),
      letters(`${alphanumeric}+/=`, 88),
      fc.uuid(),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
      hex(17).map((id) => `subnet-${id}`),
      word.map((host) => `https://${host}.example.com:8443/path?x=1`),
    );
    fc.assert(
      fc.property(harmless, (text) => assert.equal(credential(text), undefined)),
      runs,
    );
  });

  it("does not report references, for any key", () => {
    const reference = fc.oneof(
      word.map((name) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${name}`),
      word.map((name) => `\${${name}}`),
      word.map((name) => `/platform/${name}`),
      fc.constantFrom("true", "false", "30", ""),
    );
    fc.assert(fc.property(reference, (text) => assert.ok(!isPlaintextSecret("DB_PASSWORD", text))));
    fc.assert(
      fc.property(letters(alphanumeric, 12), (text) => assert.ok(isPlaintextSecret("DB_PASSWORD", `p${text}`))),
    );
  });
});

describe("the reader", () => {
  it("returns absent, unknown or known for every path", () => {
    fc.assert(
      fc.property(
        fc.anything(),
        fc.array(word).map((keys) => keys.join(".")),
        (value, path) => {
          const reading = read(plain(value), path);
          assert.ok(["known", "unknown", "absent"].includes(reading.state));
          assert.ok(Array.isArray(list(plain(value), path)));
        },
      ),
      runs,
    );
    assert.deepEqual(read({ a: unknown }, "a.b.c"), { state: "unknown" });
  });
});
