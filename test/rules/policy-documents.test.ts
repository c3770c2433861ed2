import assert from "node:assert/strict";
import type { Props } from "../../policy-pack/checks/rule.ts";
import { evaluateResource } from "../../policy-pack/engine/evaluate.ts";

type Statement = Record<string, unknown>;

const account = "111122223333";
const provider = (host: string) => `arn:aws:iam::${account}:oidc-provider/${host}`;
const document = (...statements: Statement[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements.map((each) => ({ Effect: "Allow", ...each })) });

function speaks(type: string, props: Props, rule: string, providerInputs: Props = {}): boolean {
  const resource = { type, name: "shop", urn: `urn:pulumi:prod::shop::${type}::shop`, props, providerInputs };
  return evaluateResource(resource, "prod").some((each) => each.rule === rule && each.verdict === "fail");
}

/** Cases of a rule over a policy document: statements with a finding, and statements without. */
function cases(type: string, property: string, rule: string, wrong: Statement[], right: Statement[]): void {
  const says = (statement: Statement) => speaks(type, { [property]: document(statement) }, rule);
  it(`${rule} speaks`, () => {
    assert.deepEqual(
      wrong.filter((each) => !says(each)),
      [],
    );
  });
  it(`${rule} is silent`, () => {
    assert.deepEqual(right.filter(says), []);
  });
}

const everyone = { Principal: "*" };
const under = (operator: string, key: string, value: unknown) => ({
  ...everyone,
  Condition: { [operator]: { [key]: value } },
});
const open = [
  everyone,
  { Principal: { AWS: "*" } },
  { Principal: { AWS: [`arn:aws:iam::${account}:role/api`, "*"] } },
  { Principal: { AWS: "arn:aws:iam::*:role/api" } },
  { NotPrincipal: { AWS: `arn:aws:iam::${account}:root` } },
  under("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "128.0.0.0/1"]),
  under("ArnEquals", "aws:PrincipalArn", "arn:aws:iam::*"),
  under("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:*"),
  under("ArnLike", "aws:SourceArn", "arn:aws:cloudfront::*:distribution/*"),
  under("StringNotEquals", "aws:SourceVpc", "vpc-1"),
];
const closed = [
  { Principal: { AWS: account } },
  { Principal: { AWS: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1" } },
  { Principal: { AWS: `arn:aws:iam::${account}:role/api` }, NotPrincipal: {}, Condition: {} },
  { ...everyone, Effect: "Deny" },
  under("StringEquals", "aws:PrincipalOrgID", "o-1"),
  under("ForAnyValue:StringEquals", "aws:SourceVpce", ["vpce-1", "vpce-2"]),
  under("IpAddress", "aws:SourceIp", ["203.0.113.0/24", "2001:db8::/32"]),
  under("StringEquals", "AWS:SourceOwner", account),
  under("ArnLike", "aws:SourceArn", "arn:aws:s3:*:*:shop-data"),
  under("ArnLike", "aws:SourceArn", `arn:aws:cloudtrail:*:${account}:trail/*`),
];

describe("resource policies", () => {
  for (const [type, rule] of [
    ["aws:s3/bucketPolicy:BucketPolicy", "s3-policy-not-public"],
    ["aws:sqs/queuePolicy:QueuePolicy", "sqs-policy-not-public"],
    ["aws:sns/topicPolicy:TopicPolicy", "sns-policy-not-public"],
    ["aws:kms/key:Key", "kms-policy-not-wildcard"],
    ["aws:secretsmanager/secretPolicy:SecretPolicy", "secret-policy-not-public"],
  ] as const) {
    const to = { Action: "shop:Do", Resource: "*" };
    const full = (all: Statement[]) => all.map((each) => ({ ...to, ...each }));
    cases(type, "policy", rule, full(open), full(closed));
  }

  const root = { AWS: `arn:aws:iam::${account}:root` };
  cases(
    "aws:sqs/queuePolicy:QueuePolicy",
    "policy",
    "sqs-policy-not-public",
    [
      { Principal: root, Action: "*" },
      { Principal: { AWS: `arn:aws:iam::${account}:role/api` }, Action: "sqs:*" },
    ],
    [{ Principal: root, Action: "SQS:*" }],
  );
  const bucket = "aws:s3/bucketPolicy:BucketPolicy";
  const deny = { Effect: "Deny", Principal: "*", Action: "s3:*" };
  cases(
    bucket,
    "policy",
    "s3-policy-no-lockout",
    [{ ...deny, Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"] }],
    [{ ...deny, Resource: "arn:aws:s3:::b/held/*" }],
  );
  const plain = { ...deny, Resource: "arn:aws:s3:::b", Condition: { Bool: { "aws:SecureTransport": "false" } } };
  cases(
    bucket,
    "policy",
    "s3-policy-tls-only",
    [
      { ...plain, Principal: root },
      { ...plain, Effect: "Allow" },
    ],
    [plain],
  );

  it("know the stack's account from the provider", () => {
    const pinned = { allowedAccountIds: [account] };
    const policy = document({ Principal: root, Action: "s3:*", Resource: "*" });
    assert.ok(!speaks(bucket, { policy }, "s3-policy-cross-account-limited", pinned));
    assert.ok(speaks(bucket, { policy }, "s3-policy-cross-account-limited", { allowedAccountIds: ["444455556666"] }));
    const topic = { policy: document({ Principal: { AWS: "444455556666" }, Action: "sns:Publish", Resource: "*" }) };
    assert.ok(speaks("aws:sns/topicPolicy:TopicPolicy", topic, "sns-policy-not-public", pinned));
  });
});

describe("identity policies", () => {
  const allow = (Action: unknown, Resource: unknown, more: Statement = {}) => ({ Action, Resource, ...more });
  const policy = (rule: string, wrong: Statement[], right: Statement[]) =>
    cases("aws:iam/policy:Policy", "policy", rule, wrong, right);
  const tagged = { Condition: { StringEquals: { "aws:ResourceTag/team": "shop" } } };
  policy(
    "iam-resource-scoped",
    [allow("s3:PutObject", "*"), allow(["logs:PutLogEvents"], "*"), allow("s3:PutObject", "arn:aws:s3:::*/*")],
    [
      allow(["ssmmessages:CreateControlChannel", "ssmmessages:OpenDataChannel"], "*"),
      allow(["logs:CreateLogDelivery", "ec2:CreateNetworkInterface", "servicediscovery:DiscoverInstances"], "*"),
      allow(["logs:CreateLogStream", "logs:PutLogEvents"], "arn:aws:logs:*:*:*"),
      allow("ec2:TerminateInstances", "*", tagged),
      allow("s3:PutObject", "arn:aws:s3:::shop/*", { NotAction: null, NotResource: null, Condition: {} }),
    ],
  );
  policy(
    "iam-no-privilege-escalation",
    [
      allow("iam:*Role", "*"),
      allow("iam:PassRole", `arn:aws:iam::${account}:role/*`),
      allow("iam:DeleteRolePermissionsBoundary", "*"),
    ],
    [
      allow("iam:PassRole", `arn:aws:iam::${account}:role/task-*`),
      allow("iam:PassRole", "*", { Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } } }),
    ],
  );
  policy(
    "iam-no-kms-decrypt-star",
    [allow("kms:D*", `arn:aws:kms:*:${account}:key/*`)],
    [
      allow("kms:Decrypt", `arn:aws:kms:eu-west-1:${account}:key/1`),
      allow("kms:Decrypt", "*", { Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } } }),
    ],
  );
  policy(
    "iam-no-credentials-exposure",
    [
      allow("secretsmanager:*", "arn:aws:secretsmanager:*:*:secret:*"),
      allow("ssm:GetParameters", `arn:aws:ssm:*:${account}:parameter/*`),
    ],
    [
      allow("secretsmanager:GetSecretValue", `arn:aws:secretsmanager:eu-west-1:${account}:secret:shop/*`),
      allow("sts:AssumeRole", "arn:aws:iam::*:role/auditor"),
    ],
  );
  policy(
    "iam-no-service-star",
    [{ NotAction: "ec2:*", Resource: "arn:aws:ec2:*:*:instance/*" }],
    [allow("s3:Get*", "x")],
  );
});

describe("trust", () => {
  const from = (Principal: unknown, Condition?: Statement) => ({ Principal, Condition, Action: "sts:AssumeRole" });
  const other = { AWS: "arn:aws:iam::444455556666:root" };
  const role = (rule: string, wrong: Statement[], right: Statement[]) =>
    cases("aws:iam/role:Role", "assumeRolePolicy", rule, wrong, right);
  role(
    "iam-trust-no-wildcard",
    [from("*"), from({ AWS: "444455556666" }), from(other), from({ AWS: "arn:aws:iam::*:root" })],
    [
      from({ Service: "ec2.amazonaws.com" }),
      from({ AWS: "arn:aws:iam::444455556666:role/deploy" }),
      from(other, { StringEquals: { "sts:ExternalId": "shop" } }),
      from(other, { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
      from("*", { StringEquals: { "aws:PrincipalOrgID": "o-1" } }),
    ],
  );
  const token = (host: string) => (sub: string) =>
    from({ Federated: provider(host) }, { StringLike: { [`${host}:aud`]: "sts", [`${host}:sub`]: sub } });
  const gitHub = token("token.actions.githubusercontent.com");
  role(
    "iam-oidc-trust-sub-pinned",
    [
      ...["*", "*:*", "organization:*:project:shop", "system:serviceaccount:*:api"].map(token("token.example.com")),
      ...["repo:*/*:ref:refs/heads/main", "repo:acme*", "workflow:deploy:repo:acme/shop", "acme"].map(gitHub),
    ],
    [
      ...["system:serviceaccount:shop:*", "organization:acme:project:*:workspace:shop"].map(token("token.example.com")),
      ...["repo:acme/shop:*", "repo:acme/*", "repo:acme@12/shop@34:ref:refs/heads/main"].map(gitHub),
    ],
  );
});
