import * as aws from "@pulumi/aws";
import { account, iamArn } from "./components/account.ts";
import { EncryptionKey } from "./components/security/encryption-key.ts";
import { settings } from "./stacks/config.ts";

/** The platform on one page: definition, providers, components, outputs. */
export default async function platform() {
  const { config, definition } = settings();
  const home = account(config.accountId, config.region);
  const provider = new aws.Provider("aws", {
    region: home.region,
    allowedAccountIds: [home.accountId],
    defaultTags: { tags: definition.tags },
  });
  const shared = { providers: { aws: provider } };

  const dataKey = new EncryptionKey(
    "data",
    {
      account: home,
      description: "Data stores, volumes and Kubernetes secrets",
      roles: [iamArn(home, "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling")],
    },
    shared,
  );
  return { dataKeyArn: dataKey.arn };
}
