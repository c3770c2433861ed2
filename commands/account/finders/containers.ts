import { DescribeRepositoriesCommand, ECRClient } from "@aws-sdk/client-ecr";
import { DescribeClustersCommand, DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import {
  DescribeAccessEntryCommand,
  DescribeAddonCommand,
  DescribeClusterCommand,
  DescribeNodegroupCommand,
  EKSClient,
  paginateListPodIdentityAssociations,
} from "@aws-sdk/client-eks";
import type { Account } from "../account.ts";
import { by, byAll, every, type Finder } from "../finder.ts";

const eks = ({ config }: Account) => new EKSClient(config);
const ecs = ({ config }: Account) => new ECSClient(config);

/** The two parts of a name at its first colon; the second part may be an ARN. */
function halves(name: string): [string, string] {
  const colon = name.indexOf(":");
  return [name.slice(0, colon), name.slice(colon + 1)];
}

/** EKS, ECS and ECR. */
export const containers: Readonly<Record<string, Finder>> = {
  "aws:eks/cluster:Cluster": by("name", async (name, { account }) => {
    return [(await eks(account).send(new DescribeClusterCommand({ name }))).cluster?.name];
  }),
  "aws:eks/nodeGroup:NodeGroup": byAll(["clusterName", "nodeGroupName"], ":", async (name, { account }) => {
    const [clusterName, nodegroupName] = halves(name);
    await eks(account).send(new DescribeNodegroupCommand({ clusterName, nodegroupName }));
    return [name];
  }),
  "aws:eks/addon:Addon": byAll(["clusterName", "addonName"], ":", async (name, { account }) => {
    const [clusterName, addonName] = halves(name);
    await eks(account).send(new DescribeAddonCommand({ clusterName, addonName }));
    return [name];
  }),
  "aws:eks/accessEntry:AccessEntry": byAll(["clusterName", "principalArn"], ":", async (name, { account }) => {
    const [clusterName, principalArn] = halves(name);
    await eks(account).send(new DescribeAccessEntryCommand({ clusterName, principalArn }));
    return [name];
  }),
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": byAll(
    ["clusterName", "namespace", "serviceAccount"],
    "/",
    async (name, { account }) => {
      const [clusterName = "", namespace = "", serviceAccount = ""] = name.split("/");
      const asked = { clusterName, namespace, serviceAccount };
      const pages = paginateListPodIdentityAssociations({ client: eks(account) }, asked);
      const associations = await every(pages, (page) => page.associations);
      return associations.map(({ associationId }) => `${clusterName},${associationId}`);
    },
  ),
  "aws:ecs/cluster:Cluster": by("name", async (name, { account }) => {
    const { clusters = [] } = await ecs(account).send(new DescribeClustersCommand({ clusters: [name] }));
    return clusters.filter(({ status }) => status !== "INACTIVE").map(({ clusterName }) => clusterName);
  }),
  "aws:ecs/service:Service": byAll(["cluster", "name"], "/", async (name, { account }) => {
    // The cluster may be given by its ARN, which ends in its name.
    const [cluster = "", service = ""] = name.split("/").slice(-2);
    const { services = [] } = await ecs(account).send(new DescribeServicesCommand({ cluster, services: [service] }));
    return services.filter(({ status }) => status !== "INACTIVE").map(() => `${cluster}/${service}`);
  }),
  "aws:ecr/repository:Repository": by("name", async (name, { account }) => {
    const asked = new DescribeRepositoriesCommand({ repositoryNames: [name] });
    return (await new ECRClient(account.config).send(asked)).repositories?.map((each) => each.repositoryName) ?? [];
  }),
};
