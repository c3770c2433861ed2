import assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import fc from "fast-check";
import { contains, isPrivate, isWorld, prefixLength, range } from "../../policy-pack/checks/cidr.ts";
import {
  admitsAnyone,
  covers,
  isConfined,
  matchesWildcard,
  onEverything,
  parsePolicy,
  type Statement,
} from "../../policy-pack/checks/iam-policy.ts";
import { credential, isPlaintextSecret } from "../../policy-pack/checks/secret-patterns.ts";
import { hasUnknown, list, plain, read, unknown } from "../../policy-pack/checks/values.ts";
import { sentinel } from "./examples.ts";

function only(statement: Record<string, unknown>): Statement {
  const [first] = parsePolicy({ Statement: { Effect: "Allow", ...statement } }) ?? [];
  return first ?? assert.fail("no statement");
}

describe("policy documents", () => {
  it("have one or several statements, values or lists", () => {
    const [one] =
      parsePolicy('{"Statement":{"Effect":"Deny","Action":"s3:*","Resource":["a","b"],"Principal":"*"}}') ?? [];
    assert.deepEqual(
      [one?.allows, one?.actions, one?.resources, one?.principals],
      [false, ["s3:*"], ["a", "b"], [{ kind: "AWS", name: "*" }]],
    );
    assert.equal(parsePolicy("{broken"), undefined);
    assert.equal(parsePolicy("[]"), undefined);
    assert.equal(parsePolicy(null), undefined);
    assert.equal(parsePolicy({}), undefined);
  });

  it("match IAM wildcards", () => {
    assert.ok(matchesWildcard("s3:Get*", "s3:getobject"));
    assert.ok(matchesWildcard("s3:?etObject", "s3:GetObject"));
    assert.ok(!matchesWildcard("s3:Get", "s3:GetObject"));
    assert.ok(!matchesWildcard("s3.Get*", "s3:GetObject"));
    assert.ok(covers(only({ Action: "iam:Pass*" }), "iam:PassRole"));
    assert.ok(!covers(only({ NotAction: "iam:*" }), "iam:PassRole"));
    assert.ok(covers(only({ NotAction: "s3:*" }), "iam:PassRole"));
  });

  it("detect every resource and every principal", () => {
    assert.ok(onEverything(only({ Resource: "*" })));
    assert.ok(onEverything(only({ Resource: "arn:aws:s3:::*" })));
    assert.ok(onEverything(only({ NotResource: "arn:aws:s3:::data" })));
    assert.ok(!onEverything(only({ Resource: "arn:aws:s3:::data/*" })));
    assert.ok(admitsAnyone(only({ Principal: { AWS: ["*"] } })));
    assert.ok(admitsAnyone(only({ NotPrincipal: { AWS: "arn:aws:iam::1:root" } })));
    assert.ok(!admitsAnyone(only({ Principal: { Service: "s3.amazonaws.com" } })));
  });

  it("are limited by conditions on the caller only", () => {
    const under = (operator: string, key: string, value: string) =>
      isConfined(only({ Condition: { [operator]: { [key]: value } } }));
    assert.ok(under("StringEquals", "aws:PrincipalOrgID", "o-1"));
    assert.ok(under("ArnLike", "aws:SourceArn", "arn:aws:cloudfront::1:distribution/X"));
    assert.ok(!under("StringLike", "aws:PrincipalArn", "*"));
    assert.ok(!under("StringNotEquals", "aws:SourceAccount", "1"));
    assert.ok(!under("StringEqualsIfExists", "aws:SourceAccount", "1"));
    assert.ok(!under("Bool", "aws:SecureTransport", "true"));
  });

  it("parse any text without an exception", () => {
    fc.assert(fc.property(fc.anything(), (odd) => void parsePolicy(odd)));
    fc.assert(fc.property(fc.json(), (odd) => void parsePolicy(`{"Statement":${odd}}`)));
    fc.assert(fc.property(fc.string(), fc.string(), (pattern, text) => void matchesWildcard(pattern, text)));
  });
});

describe("address blocks", () => {
  it("are public, private, or inside each other", () => {
    assert.ok(["0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1", "2000::/3"].every(isWorld));
    assert.ok(!["10.0.0.0/8", "fc00::/7", "fd00::/8", "nonsense", "", "10.0.0.0"].some(isWorld));
    assert.ok(["10.20.0.0/16", "172.31.0.0/16", "192.168.1.0/24"].every(isPrivate));
    assert.ok(!["8.0.0.0/8", "172.32.0.0/16", "10.0.0.0/7", "x"].some(isPrivate));
    assert.ok(contains("10.0.0.0/8", "10.255.255.0/24"));
    assert.ok(!contains("10.0.0.0/24", "10.0.1.0/24"));
    assert.equal(prefixLength("2001:db8::/32"), 32);
    assert.equal(range("300.0.0.0/8"), undefined);
    assert.deepEqual(range("10.0.0.77/24"), { first: 167772160, last: 167772415 });
  });
});

describe("the scan for secrets", () => {
  const certificate = `-----BEGIN CERTIFICATE-----\n${"MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ".repeat(3)}\n-----END CERTIFICATE-----`;

  it("has no finding on random strings", () => {
    const harmless = [
      "arn:aws:secretsmanager:eu-west-1:111122223333:secret:platform/database-AbCdEf",
      "a".repeat(40),
      "da39a3ee5e6b4b0d3255bfef95601890afd80709",
      "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYxx",
      certificate,
      `111122223333.dkr.ecr.eu-west-1.amazonaws.com/api@sha256:${"0123456789abcdef".repeat(4)}`,
      "https://sqs.eu-west-1.amazonaws.com/111122223333/jobs",
      "postgresql://database.example.com:5432/app",
      "eu-west-1_AbCdEfGhI",
      "postgres://<user>:<password>@database/app",
      "Server=database;User Id=app;Password={password};",
    ];
    assert.deepEqual(
      harmless.filter((text) => credential(text) !== undefined),
      [],
    );
  });

  it("finds unambiguous credentials", () => {
    const found = [
      `AKIA${"IOSFODNN7EXAMPLE"}`,
      `-----BEGIN RSA ${"PRIVATE"} KEY-----\nMIIE`,
      `ghp_${"a1B2".repeat(9)}`,
      `xox${"b"}-1234567890-abcdef`,
      `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${"c2lnbmF0dXJl"}`,
      `postgresql://app:${"hunter2"}@database.example.com/app`,
    ].map(credential);
    assert.deepEqual(found, [
      "an AWS access key ID",
      "a private key",
      "a GitHub token",
      "a Slack token",
      "a JSON Web Token",
      "a URL with a password",
    ]);
  });

  it("matches names of variables, unless the value is a reference", () => {
    assert.ok(isPlaintextSecret("DB_PASSWORD", "hunter2"));
    assert.ok(isPlaintextSecret("apiKey", "abc-def"));
    assert.ok(!isPlaintextSecret("DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:1:secret:x"));
    assert.ok(!isPlaintextSecret("PASSWORD_MIN_LENGTH", "12"));
    assert.ok(isPlaintextSecret("DB_PASS", "hunter2"));
    assert.ok(isPlaintextSecret("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
    const references = ["$TOKEN", "<your-token>", "********", "vault:secret/x", "prod/shop/db", "REPLACE_ME_LATER"];
    assert.deepEqual(
      references.filter((value) => isPlaintextSecret("API_TOKEN", value)),
      [],
    );
    assert.ok(!isPlaintextSecret("AWS_SECRET_ACCESS_KEY", "bar"));
    assert.ok(!isPlaintextSecret("SECRET_ARN", "arn"));
    assert.ok(!isPlaintextSecret("TOKENIZER", "bpe"));
  });
});

describe("the reader", () => {
  const raw = { a: { b: [1, sentinel], c: sentinel }, empty: "", none: null, d: "x" };

  it("reads behind the SDK's proxy, which throws", () => {
    const proxied = unknownCheckingProxy(unknownCheckingProxy(raw));
    assert.throws(() => proxied.a.c, /can't be known during preview/);
    const data = plain(proxied);
    assert.deepEqual(read(data, "a.c"), { state: "unknown" });
    assert.deepEqual(read(data, "a.b.0"), { state: "known", value: 1 });
    assert.deepEqual(list(data, "a.b"), [1, unknown]);
    assert.ok(hasUnknown(data));
  });

  it("unwraps secrets and outputs", () => {
    const wrapped = (kind: string, rest: object) => ({ "4dabf18193072939515e22adb298388d": kind, ...rest });
    const secret = wrapped("1b47061264138c4ac30d75fd1eb44270", { value: { a: [sentinel] } });
    assert.deepEqual(plain({ secret }), { secret: { a: [unknown] } });
    assert.equal(plain(wrapped("d0e6a833031e9bbcd3f4e8bde6ca49a4", {})), unknown);
    assert.equal(plain({ __pulumiOutput: true }), unknown);
  });

  it("distinguishes unknown from absent", () => {
    const data = plain(raw);
    assert.deepEqual(read(data, "a.c.d"), { state: "unknown" });
    for (const path of ["x", "a.x.y", "empty", "none", "d.length", "a.b.7"])
      assert.deepEqual(read(data, path), { state: "absent" });
    assert.deepEqual(list(data, "a.c"), [unknown]);
    assert.deepEqual(list(data, "x"), []);
    assert.deepEqual(list(data, "d"), ["x"]);
  });
});
