import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { at, type Deployed, type Registered } from "../../harness.ts";
import { deployStack, origins } from "../origins.ts";

interface Statement {
  Action: string | string[];
  Resource: string | string[];
}

/** What a role's inline policy allows: its actions by service, each with where they hold, without the random end of names. */
function allowed(policy: Registered): string[] {
  const { Statement } = JSON.parse(String(at(policy, "policy"))) as { Statement: Statement[] };
  return Statement.flatMap(({ Action, Resource }) =>
    [Resource].flat().map((resource) => `${[Action].flat().join(",")} ${resource.split(":").slice(5).join(":")}`),
  ).sort();
}

const invoke = "bedrock:InvokeModel,bedrock:InvokeModelWithResponseStream";
const sonnet = "anthropic.claude-sonnet-4-5-20250929-v1:0";
const models = [
  `${invoke} foundation-model/amazon.nova-lite-v1:0`,
  `${invoke} foundation-model/${sonnet}`,
  `${invoke} inference-profile/us.amazon.nova-lite-v1:0`,
  `${invoke} inference-profile/us.${sonnet}`,
];
const parameters = ["", "/*"].map(
  (below) => `ssm:GetParameter,ssm:GetParameters,ssm:GetParametersByPath parameter/agents/prod${below}`,
);

describe("agents: identities, models and users", () => {
  let deployed: Deployed;
  before(async () => {
    deployed = await deployStack("agents");
  });

  /** What a role may do, but for the key and its secret, which all have and which bear names of AWS's. */
  const edges = (identity: string) =>
    allowed(deployed.one(aws.iam.RolePolicy, `identity-${identity}`)).filter(
      (each) => !/^(kms|secretsmanager):/.test(each),
    );

  it("AGT-APP-01, AGT-APP-02: gives each gateway and the collector a role for its service account only", () => {
    const own = deployed.of(aws.eks.PodIdentityAssociation).filter(({ name }) => name.startsWith("identity-"));
    const associations = own.map((each) => {
      const role = String(at(each, "roleArn")).split("/").at(-1);
      return `${at(each, "namespace")}/${at(each, "serviceAccount")} ${role}`;
    });
    assert.deepEqual(associations.sort(), [
      "default/llm-gateway-sa agents-llm-gateway-role",
      "default/memory-gateway-sa agents-memory-gateway-role",
      "default/retrieval-gateway-sa agents-retrieval-gateway-role",
      "observability/otel-collector-sa agents-otel-collector-role",
    ]);
    const trust = JSON.parse(String(at(deployed.one(aws.iam.Role, "identity-llm-gateway"), "assumeRolePolicy")));
    assert.deepEqual(trust.Statement[0].Condition.StringEquals, {
      "aws:SourceAccount": "444455556666",
      "aws:RequestTag/eks-cluster-name": "agents",
      "aws:RequestTag/kubernetes-namespace": "default",
      "aws:RequestTag/kubernetes-service-account": "llm-gateway-sa",
    });
    const routes = deployed.of(aws.lb.ListenerRule).map((each) => at(each, "conditions.0.pathPattern.values.0"));
    assert.deepEqual(routes, ["/llm/*", "/memory/*", "/retrieval/*"]);
  });

  it("AGT-APP-01, AGT-DDB-02, AGT-AI-02: lets the LLM Gateway read plans, log use, sign in to the cache, call models", () => {
    assert.deepEqual(
      edges("llm-gateway"),
      [
        ...models,
        "dynamodb:GetItem,dynamodb:Query table/usage_plans",
        "dynamodb:GetItem,dynamodb:Query table/usage_plans/index/*",
        "dynamodb:PutItem table/usage_logs",
        "dynamodb:PutItem table/usage_logs/index/*",
        "elasticache:Connect replicationgroup:agents",
        "elasticache:Connect user:agents-llm-gateway",
        ...parameters,
      ].sort(),
    );
  });

  it("AGT-APP-01, AGT-DB-03: lets the Memory Gateway, and no other, sign in to the database", () => {
    const [connect, ...others] = edges("memory-gateway");
    assert.match(connect ?? "", /^rds-db:connect dbuser:cluster-\w+\/memory_gateway$/);
    assert.deepEqual(others, parameters);
    for (const other of ["llm-gateway", "retrieval-gateway", "collector"]) {
      assert.doesNotMatch(edges(other).join(), /rds-db/, other);
    }
  });

  it("AGT-APP-01, AGT-AI-02: lets the Retrieval Gateway, and no other, retrieve from the knowledge base", () => {
    const retrieve = edges("retrieval-gateway").filter((each) => /^bedrock:Retrieve knowledge-base\/\w+$/.test(each));
    assert.equal(retrieve.length, 1);
    assert.deepEqual(edges("retrieval-gateway"), [...models, ...retrieve, ...parameters].sort());
    assert.doesNotMatch(edges("llm-gateway").join(), /bedrock:Retrieve/);
  });

  it("AGT-APP-01: lets each gateway read its own secret", () => {
    for (const name of ["llm-gateway", "memory-gateway", "retrieval-gateway"]) {
      const secrets = allowed(deployed.one(aws.iam.RolePolicy, `identity-${name}`)).filter((each) =>
        each.startsWith("secretsmanager:"),
      );
      assert.equal(secrets.length, 1);
      assert.match(secrets[0] ?? "", new RegExp(`^secretsmanager:GetSecretValue secret:agents/${name}-\\w+$`));
    }
  });

  it("AGT-OBS-03, AGT-APP-01: lets the collector send to X-Ray, CloudWatch and OpenSearch, and no more", () => {
    assert.deepEqual(allowed(deployed.one(aws.iam.RolePolicy, "identity-collector")), [
      "cloudwatch:PutMetricData,xray:GetSamplingRules,xray:GetSamplingTargets,xray:PutSpans,xray:PutSpansForIndexing,xray:PutTelemetryRecords,xray:PutTraceSegments ",
    ]);
    const attached = deployed.of(aws.iam.RolePolicyAttachment).filter((each) => each.name.startsWith("identity-"));
    assert.deepEqual(
      attached.map((each) => at(each, "policyArn")),
      ["arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"],
    );
    const { Statement } = JSON.parse(String(at(deployed.one(aws.opensearch.Domain), "accessPolicies")));
    assert.deepEqual(Statement[0].Principal.AWS, [
      "arn:aws:iam::444455556666:role/platform-deployer",
      "arn:aws:iam::444455556666:role/agents-otel-collector-role",
    ]);
  });

  it("AGT-AI-01, AGT-AI-03: has a knowledge base over documents, with the models of the stack's configuration", () => {
    const base = deployed.one(aws.bedrock.AgentKnowledgeBase);
    const configuration = "knowledgeBaseConfiguration.vectorKnowledgeBaseConfiguration";
    assert.match(String(at(base, `${configuration}.embeddingModelArn`)), /\/amazon\.titan-embed-text-v2:0$/);
    assert.equal(at(base, "storageConfiguration.type"), "S3_VECTORS");
    assert.equal(at(deployed.one(aws.s3.VectorsIndex), "dimension"), 1024);
    const source = deployed.one(aws.bedrock.AgentDataSource);
    assert.deepEqual(origins(source, "dataSourceConfiguration", "aws:s3/bucket:Bucket"), ["knowledge-documents"]);
  });

  it("AGT-IDP-01: has users in groups, and an identity pool that maps their roles", () => {
    const groups = deployed.of(aws.cognito.UserGroup).map((each) => at(each, "name"));
    assert.deepEqual(groups, ["administrators", "developers", "users"]);
    assert.equal(at(deployed.one(aws.cognito.IdentityPool), "allowUnauthenticatedIdentities"), false);
    assert.equal(at(deployed.one(aws.cognito.IdentityPoolRoleAttachment), "roleMappings.0.type"), "Token");
  });

  it("AGT-IDP-02: returns users with a code to the site, whose client has no secret", () => {
    const web = deployed.one(aws.cognito.UserPoolClient, "directory-web");
    assert.deepEqual(at(web, "allowedOauthFlows"), ["code"]);
    assert.deepEqual(at(web, "callbackUrls"), ["https://app.agents.example.com/callback"]);
    assert.equal(at(web, "generateSecret"), false);
  });

  it("AGT-IDP-03: gives machines tokens to read and write, for their credentials", () => {
    const machine = deployed.one(aws.cognito.UserPoolClient, "directory-machine");
    assert.deepEqual(at(machine, "allowedOauthFlows"), ["client_credentials"]);
    assert.deepEqual(at(machine, "allowedOauthScopes"), ["agents/read", "agents/write"]);
    assert.equal(at(machine, "generateSecret"), true);
    assert.deepEqual(
      [0, 1].map((index) => at(deployed.one(aws.cognito.ResourceServer), `scopes.${index}.scopeName`)),
      ["read", "write"],
    );
  });

  it("AGT-IDP-04: has a sign-in page below the stack's domain, made after the domain resolves", () => {
    const domain = deployed.one(aws.cognito.UserPoolDomain);
    assert.equal(at(domain, "domain"), "production.agents.example.com");
    assert.deepEqual(origins(domain, "certificateArn", "aws:acm/certificateValidation:CertificateValidation"), [
      "sign-in",
    ]);
    assert.match(deployed.one(aws.acm.Certificate, "sign-in").provider, /::aws-us-east-1::/);
    assert.equal(deployed.outputs.tokenUrl, "https://production.agents.example.com/oauth2/token");
    const above = deployed.of(aws.route53.Record).find((each) => at(each, "name") === "agents.example.com");
    const users = deployed.one("platform:cognito:UserPool");
    assert.ok(above !== undefined && users.dependencies.includes(above.urn));
  });

  it("AGT-IDP-05, AGT-SEC-02: publishes the token issuer and the gateways' settings in Parameter Store", () => {
    const names = deployed.of(aws.ssm.Parameter).map((each) => at(each, "name"));
    assert.deepEqual(names.sort(), [
      "/agents/prod/directory/clients/machine",
      "/agents/prod/directory/clients/web",
      "/agents/prod/directory/issuer",
      "/agents/prod/llm-gateway/requests-per-minute",
      "/agents/prod/log-level",
      "/agents/prod/retrieval-gateway/passages",
    ]);
    const issuer = deployed.one(aws.ssm.Parameter, "directory-parameters-issuer");
    assert.deepEqual(origins(issuer, "insecureValue", "aws:cognito/userPool:UserPool"), ["directory"]);
  });

  it("AGT-SEC-01: stores the machine client's credentials in one secret, encrypted in the state", () => {
    const version = deployed.one(aws.secretsmanager.SecretVersion);
    const secret = at(version, "secretStringWo") as Record<string, string>;
    assert.equal(Object.keys(secret).length, 2, "a value and the mark of a secret");
    const { client_id, client_secret, ...rest } = JSON.parse(secret.value ?? "");
    assert.deepEqual(rest, {
      token_url: "https://production.agents.example.com/oauth2/token",
      scopes: "agents/read agents/write",
    });
    assert.ok(client_id && client_secret);
  });
});
