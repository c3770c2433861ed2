import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import platform from "../../index.ts";
import { callerFaults } from "../../layers/whereabouts.ts";
import { settings } from "../../stacks/settings.ts";
import { at, deploy, refusal } from "../harness.ts";
import { deployStack } from "../stacks/origins.ts";
import { configOf, stacks } from "../stacks/stack-settings.ts";

const dev = configOf("dev");
const faults = async (change: Record<string, string>, run: () => unknown = platform) =>
  (await refusal(run, { stack: "dev", config: { ...dev, ...change } })).split("\n").slice(1);

describe("where a stack runs, and from where it is deployed", () => {
  for (const stack of stacks) {
    it(`RC-A7: the API server of ${stack} admits the deployer before anything calls it`, async () => {
      const { of } = await deployStack(stack);
      for (const cluster of of(aws.eks.Cluster).filter(
        (each) => at(each, "vpcConfig.endpointPublicAccess") === false,
      )) {
        const group = Object(cluster.outputs["vpcConfig"]).clusterSecurityGroupId;
        const admitting = of(aws.vpc.SecurityGroupIngressRule).filter(
          ({ inputs, name }) =>
            inputs["securityGroupId"] === group && inputs["fromPort"] === 443 && name.includes("-deployer-"),
        );
        assert.ok(admitting.length > 0);
        const [provider] = of("pulumi:providers:kubernetes");
        for (const { urn } of admitting) assert.ok(provider?.dependencies.includes(urn), urn);
      }
    });
  }

  it("RC-A7: a cluster that nothing outside of it reaches is a fault of the configuration", async () => {
    const { "platform:deployerNetwork": _, ...config } = dev;
    const message = await refusal(settings, { stack: "dev", config });
    assert.match(message, /platform:deployerNetwork must list securityGroups, cidrs or outside/);
    assert.deepEqual(await faults({ "platform:deployerNetwork": '{"outside":["0.0.0.0/0"]}' }, settings), [
      '  - platform:deployerNetwork.outside must be public IPv4 CIDRs of /24 or narrower, got "0.0.0.0/0"',
    ]);
  });

  it("RC-A10: the caller is compared with platform:deployer before anything is registered", async () => {
    const other = "arn:aws:iam::111122223333:role/somebody-else";
    assert.deepEqual(await faults({ "platform:deployer": other, "platform:administrators": `["${other}"]` }), [
      `  - platform:deployer must be the role that runs Pulumi, which is "arn:aws:sts::111122223333:assumed-role/platform-deployer/engine", got "${other}"`,
    ]);
  });

  it("RC-A10: the session of a role is its role, whatever the path of the role is", async () => {
    const config = {
      deployer: "arn:aws:iam::111122223333:role/ci/deployers/runner",
      administrators: ["arn:aws:iam::111122223333:role/platform-administrator"],
      previewers: [],
    };
    const session = (account: string, role: string) => `arn:aws:sts::${account}:assumed-role/${role}/session`;
    assert.deepEqual(callerFaults(config, session("111122223333", "runner")), []);
    assert.deepEqual(callerFaults(config, session("111122223333", "platform-administrator")), []);
    for (const caller of [
      session("444455556666", "runner"),
      session("111122223333", "other"),
      "arn:aws:iam::111122223333:user/bob",
    ])
      assert.equal(callerFaults(config, caller).length, 1, caller);
  });

  it("RC-A8: zones are looked up in the account, and zones that EKS does not take are refused", async () => {
    const told = await faults({ "platform:zones": '["use1-az1","c","use1-az9"]' });
    assert.equal(told[0]?.split(",").at(-1), ' got "use1-az9"');
    assert.equal(told[1], "  - platform:zones must be zones in which EKS creates clusters, got c (use1-az3)");
    assert.deepEqual(await faults({ "platform:zones": '["a","b"]' }, settings), [
      "  - platform:zones must list 3 zones, as many as the definition has, got 2",
    ]);
    assert.deepEqual(await faults({ "platform:zones": '["A","b","c"]' }, settings), [
      '  - platform:zones.0 must be a letter such as a, or a zone ID such as use1-az1, got "A"',
    ]);
  });

  it("RC-H9: another order of the zones in the configuration changes nothing", async () => {
    const subnets = async (zones: string) => {
      const { of } = await deploy(platform, { stack: "dev", config: { ...dev, "platform:zones": zones } });
      return of(aws.ec2.Subnet).map(({ name, inputs }) => [name, inputs["availabilityZone"], inputs["cidrBlock"]]);
    };
    assert.deepEqual(await subnets('["use1-az4","b","a"]'), await subnets(dev["platform:zones"] ?? ""));
  });
});

describe("names that the world shares", () => {
  for (const stack of stacks) {
    it(`RC-A12: a bucket of ${stack} ends in the account ID, or gets its name from Pulumi or the configuration`, async () => {
      const config = configOf(stack);
      const accountId = config["platform:accountId"] ?? "";
      const given = config["platform:names"] ?? "";
      for (const { name, inputs } of (await deployStack(stack)).of(aws.s3.Bucket)) {
        const { bucket } = inputs;
        if (typeof bucket === "string")
          assert.ok(bucket.includes(accountId) || given.includes(`"${bucket}"`), `${name}: ${bucket}`);
      }
    });
  }

  it("RC-K2: the configuration names buckets and the domain of the user pool, and only those of the definition", async () => {
    const config = configOf("auterity");
    const names = JSON.stringify({ buckets: { data: "auterity-prod-data" } });
    const { of, one } = await deploy(platform, { stack: "auterity", config: { ...config, "platform:names": names } });
    assert.equal(one(aws.s3.Bucket, "bucket-data").inputs["bucket"], "auterity-prod-data");
    assert.equal(of(aws.cognito.UserPoolDomain)[0]?.inputs["domain"], "auterity-production-601122334455");
    const wrong = JSON.stringify({ buckets: { dta: "auterity-prod-data", data: "A" } });
    const message = await refusal(settings, { stack: "auterity", config: { ...config, "platform:names": wrong } });
    assert.match(message, /platform:names.buckets.data must be a bucket name of 3 to 63 small letters/);
    const unknown = JSON.stringify({ buckets: { dta: "auterity-prod-data" } });
    assert.match(
      await refusal(settings, { stack: "auterity", config: { ...config, "platform:names": unknown } }),
      /platform:names.buckets must name buckets of the definition \(data, logs\), got "dta"/,
    );
  });
});
