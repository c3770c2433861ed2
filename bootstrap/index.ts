import * as aws from "@pulumi/aws";
import { CodebuildRunner } from "../components/delivery/codebuild-runner.ts";
import { GithubProvider } from "../components/delivery/github-provider.ts";
import { StateBackend } from "../components/delivery/state-backend.ts";
import { type Account, account } from "../components/iam/account.ts";
import { policiesOf } from "./policies.ts";
import { deliveryRoles } from "./roles.ts";
import { type Settings, settings } from "./settings.ts";

/** What an account has before its first stack; the policies of the roles are files, unless they are given. */
export default async function bootstrap(given?: Settings, policies = policiesOf) {
  const { name, config, definition } = given ?? settings();
  const { region, otherRegions, accountId, repository, githubProvider, stateBucket, runner } = config;
  const home = account(accountId, region);
  const provider = new aws.Provider("aws", {
    region,
    allowedAccountIds: [accountId],
    defaultTags: { tags: definition.tags },
  });
  const opts = { providers: { aws: provider } };

  const bucketName = stateBucket ?? `pulumi-state-${accountId}-${region}`;
  const state = new StateBackend("state", { account: home, bucketName }, opts);
  const github = new GithubProvider("github", { account: home, existing: githubProvider === "existing" }, opts);
  const roles = deliveryRoles(
    {
      account: home,
      repository,
      otherRegions,
      definition,
      state,
      github,
      policies: (role) => policies(name, role),
    },
    opts,
  );
  const jobs = runner && new CodebuildRunner("runner", runnerArgs(home, config, runner, definition), opts);

  return {
    backendUrl: state.backendUrl,
    secretsProvider: state.secretsProvider,
    roles,
    ...(jobs && { runnerSecurityGroup: jobs.securityGroupId, runnerLabel: jobs.label }),
  };
}

function runnerArgs(
  home: Account,
  { repository }: Settings["config"],
  { vpcId, subnetIds, image, connection }: NonNullable<Settings["config"]["runner"]>,
  { logRetentionInDays }: Settings["definition"],
) {
  return {
    account: home,
    projectName: "platform-runner",
    repository,
    connectionArn: connection,
    vpcId,
    subnetIds,
    ...(image !== undefined && { image }),
    logRetentionInDays,
  };
}
