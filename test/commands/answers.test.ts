import assert from "node:assert/strict";
import http from "node:http";
import { account } from "../../commands/account/account.ts";
import { type Answered, answers } from "../../commands/preflight/answers.ts";
import type { Graph, Resource } from "../../commands/preflight/graph.ts";
import { needsOf } from "../../commands/preflight/needs/index.ts";
import { report } from "../../commands/preflight/report.ts";

const accountId = "333344445555";

/** What an account answers, by a pattern of the request: its target, path and body. */
type Replies = readonly [RegExp, number, string, string?][];

const json = "application/x-amz-json-1.1";
const xml = "text/xml";

/** An answer of Service Quotas. */
const quota = (code: string, value: number): Replies[number] => [
  new RegExp(`GetServiceQuota.*${code}`),
  200,
  JSON.stringify({ Quota: { QuotaCode: code, Value: value } }),
];

const caller = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:sts::${accountId}:assumed-role/platform-deployer/ci</Arn><Account>${accountId}</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

function simulated(...denied: string[]): string {
  const members = ["eks:CreateCluster", ...denied].map((action) => {
    const decision = denied.includes(action) ? "implicitDeny" : "allowed";
    return `<member><EvalActionName>${action}</EvalActionName><EvalDecision>${decision}</EvalDecision></member>`;
  });
  return `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult>
<IsTruncated>false</IsTruncated><EvaluationResults>${members.join("")}</EvaluationResults></SimulatePrincipalPolicyResult>
</SimulatePrincipalPolicyResponse>`;
}

function resource(type: string, name: string, inputs: Resource["inputs"], uses: Resource["uses"] = {}): Resource {
  return {
    urn: `urn:pulumi:test::platform::${type}::${name}`,
    type,
    name,
    inputs,
    region: "us-east-1",
    part: "foundation",
    uses,
  };
}

const nodes = resource("aws:eks/nodeGroup:NodeGroup", "general", {
  capacityType: "ON_DEMAND",
  instanceTypes: ["m6i.large", "m6i.xlarge"],
  scalingConfig: { desiredSize: 3, minSize: 3, maxSize: 12 },
});

function graph(resources: readonly Resource[], config: Graph["config"] = {}): Graph {
  const deployer = `arn:aws:iam::${accountId}:role/platform-deployer`;
  return { stack: "test", accountId, regions: ["us-east-1"], resources, config: { deployer, ...config } };
}

describe("the answers of preflight", () => {
  let server: http.Server;
  let replies: Replies = [];
  const environment = { ...process.env };

  before(async () => {
    server = http.createServer((request, response) => {
      let body = "";
      request.on("data", (data) => {
        body += data;
      });
      request.on("end", () => {
        const asked = `${request.headers["x-amz-target"] ?? ""} ${request.url} ${body}`;
        const [, status, text, type = json] = [...replies, [/GetCallerIdentity/, 200, caller, xml] as const].find(
          ([pattern]) => pattern.test(asked),
        ) ?? [/./, 400, JSON.stringify({ __type: "AccessDeniedException", message: "no permission" }), json];
        response.writeHead(status, { "content-type": type }).end(text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const credentials = { AWS_ACCESS_KEY_ID: "testing", AWS_SECRET_ACCESS_KEY: "testing" };
    Object.assign(process.env, credentials, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, NO_PROXY: "127.0.0.1" });
  });
  after(() => {
    server.close();
    process.env = environment;
  });

  /** The answers to what a graph needs, by the beginning of the need. */
  async function ask(of: Graph, ...given: Replies) {
    replies = given;
    const answered = await answers(await needsOf(of, {}), await account("us-east-1"));
    return (beginning: string): Answered["answer"] => answered.find(({ what }) => what.startsWith(beginning))?.answer;
  }

  it("RC-A9: say which increase of a quota to ask for", async () => {
    const answer = await ask(graph([nodes]), quota("L-1216C47A", 5));
    const { verdict, said = "" } = answer("vCPUs of On-Demand") ?? {};
    assert.equal(verdict, "no");
    assert.match(
      said,
      /quota 5: aws service-quotas request-service-quota-increase --service-code ec2 --quota-code L-1216C47A --desired-value 48 --region us-east-1/,
    );
  });

  it("RC-A9: say yes where the quota is enough, and what the maximum would need", async () => {
    const answer = await ask(graph([nodes]), quota("L-1216C47A", 32));
    assert.deepEqual(answer("vCPUs of On-Demand"), { verdict: "yes", said: "quota 32; the maximum needs 48" });
  });

  it("use AWS's default where the account has no quota of its own", async () => {
    const missing: Replies[number] = [
      /\.GetServiceQuota /,
      400,
      JSON.stringify({ __type: "NoSuchResourceException", message: "none" }),
    ];
    const preset: Replies[number] = [/GetAWSDefaultServiceQuota/, 200, JSON.stringify({ Quota: { Value: 64 } })];
    const answer = await ask(graph([nodes]), missing, preset);
    assert.equal(answer("vCPUs of On-Demand")?.verdict, "yes");
  });

  it("say that AWS could not be asked, with its error", async () => {
    const answer = await ask(graph([nodes]));
    assert.deepEqual(answer("vCPUs of On-Demand"), {
      verdict: "unknown",
      said: "AccessDeniedException: no permission",
    });
  });

  it("RC-A10: say whether the caller is the deployer", async () => {
    const answer = await ask(graph([]));
    assert.equal(answer("caller")?.verdict, "yes");
    assert.equal(answer("account 333344445555")?.verdict, "yes");
    const other = await ask(graph([], { deployer: `arn:aws:iam::${accountId}:role/other` }));
    assert.equal(other("caller")?.verdict, "no");
  });

  it("say what keeps a Bedrock model from being invoked, and ask for the model of an inference profile", async () => {
    const state = {
      regionAvailability: "AVAILABLE",
      entitlementAvailability: "AVAILABLE",
      authorizationStatus: "AUTHORIZED",
    };
    const model = (id: string, status: string): Replies[number] => [
      new RegExp(`foundation-model-availability/${id}`),
      200,
      JSON.stringify({ modelId: id, ...state, agreementAvailability: { status } }),
      "application/json",
    ];
    const models = ["us.anthropic.claude-x-v1:0", "amazon.nova-lite-v1:0"];
    const given = [model("anthropic.claude-x", "NOT_AVAILABLE"), model("amazon.nova", "AVAILABLE")];
    const answer = await ask(graph([], { models }), ...given);
    assert.deepEqual(answer("us.anthropic"), { verdict: "no", said: "its agreement is not accepted" });
    assert.equal(answer("amazon.nova")?.verdict, "yes");
  });

  it("say which actions the deployer is denied", async () => {
    const cluster = resource("aws:eks/cluster:Cluster", "cluster", { name: "platform" });
    const answer = await ask(graph([cluster]), [/SimulatePrincipalPolicy/, 200, simulated("eks:DeleteCluster"), xml]);
    const found = await ask(graph([cluster]), [/SimulatePrincipalPolicy/, 200, simulated(), xml]);
    const { what = "" } = (await needsOf(graph([cluster]), {})).find(({ subject }) => subject === "permissions") ?? {};
    assert.deepEqual(answer(what), { verdict: "no", said: "1 denied: eks:DeleteCluster" });
    assert.equal(found(what)?.verdict, "yes");
  });

  it("RC-A2: say how a service-linked role is created", async () => {
    const domain = resource("aws:opensearch/domain:Domain", "search", { domainName: "platform", vpcOptions: {} });
    const absent = `<ErrorResponse><Error><Code>NoSuchEntity</Code><Message>none</Message></Error></ErrorResponse>`;
    const answer = await ask(graph([domain]), [/GetRole/, 404, absent, xml]);
    const { verdict, said } = answer("AWSServiceRoleForAmazonOpenSearchService") ?? {};
    assert.equal(verdict, "no");
    assert.equal(said, "aws iam create-service-linked-role --aws-service-name opensearchservice.amazonaws.com");
  });

  it("RC-A1: list a role that a policy names", async () => {
    const arn = `arn:aws:iam::${accountId}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
    const policy = JSON.stringify({ Statement: [{ Principal: { AWS: arn } }] });
    const needs = await needsOf(graph([resource("aws:kms/key:Key", "data", { policy })]), {});
    assert.ok(
      needs.some(({ what, detail }) => what === "AWSServiceRoleForAutoScaling" && detail === "named by Key data"),
    );
  });

  it("are printed in one line each, with a sum", async () => {
    replies = [quota("L-1216C47A", 5)];
    const answered = await answers(await needsOf(graph([nodes]), {}), await account("us-east-1"));
    const text = report("test", answered, accountId);
    assert.match(
      text,
      /^quotas\n {2}no {3}vCPUs of On-Demand standard instances in us-east-1: 6, up to 48 {2}ec2 L-1216C47A, default 5: quota 5: aws /m,
    );
    assert.match(
      text,
      /test needs \d+ things of account 333344445555: \d+ yes, 1 no, \d+ that could not be asked\.\n$/,
    );
  });
});
