import { zonesWithoutEks } from "../../../layers/whereabouts.ts";
import type { Refusal } from "../refusal.ts";
import { stringsAt, valueAt } from "../values.ts";
import { api } from "./sources.ts";

const cluster = "aws:eks/cluster:Cluster";
const subnet = (as: string, availabilityZone: string) => ({
  create: "aws:ec2/subnet:Subnet",
  as,
  inputs: { availabilityZone },
});

/** EKS has no control plane in some zones, which have other letters in every account. */
const supportedZone: Refusal = {
  name: "eks-zone-supported",
  types: [cluster],
  on: ["create"],
  code: "UnsupportedAvailabilityZoneException",
  source: api("eks", "CreateCluster"),
  check: ({ inputs, place }, account) => {
    const zones = account.start.zones(place.region);
    const used = stringsAt(inputs, "vpcConfig.subnetIds").map((id) =>
      account.find(id) === undefined ? undefined : valueAt(account.find(id)?.inputs ?? {}, "availabilityZone"),
    );
    const refused = zones.find(({ name, id }) => used.includes(name) && zonesWithoutEks.includes(id));
    if (refused === undefined) return undefined;
    const others = zones.filter(({ id }) => !zonesWithoutEks.includes(id)).map(({ name }) => name);
    return `Cannot create cluster '${String(inputs["name"])}' because ${refused.name}, the targeted availability zone, does not currently have sufficient capacity to support the cluster. Retry and choose from these availability zones: ${others.join(", ")}`;
  },
  passes: {
    before: [subnet("one", "us-east-1a"), subnet("two", "us-east-1b")],
    judged: { create: cluster, as: "cluster", inputs: { vpcConfig: { subnetIds: ["<one>", "<two>"] } } },
  },
  refused: {
    before: [subnet("one", "us-east-1a"), subnet("two", "us-east-1c")],
    judged: { create: cluster, as: "cluster", inputs: { vpcConfig: { subnetIds: ["<one>", "<two>"] } } },
  },
};

const nodeGroup = "aws:eks/nodeGroup:NodeGroup";
const group = (minSize: number, desiredSize: number) => ({ scalingConfig: { minSize, desiredSize, maxSize: 6 } });

/** A node group's size lies between its minimum and its maximum, also when only one of them is changed. */
const size: Refusal = {
  name: "eks-node-group-size",
  types: [nodeGroup],
  on: ["create", "update"],
  code: "InvalidParameterException",
  source: api("eks", "UpdateNodegroupConfig"),
  check: ({ inputs }) => {
    const [min, desired, max] = ["minSize", "desiredSize", "maxSize"].map((key) =>
      valueAt(inputs, `scalingConfig.${key}`),
    );
    if (typeof min !== "number" || typeof desired !== "number" || typeof max !== "number") return undefined;
    if (min > desired) return `Minimum capacity ${min} can't be greater than desired size ${desired}`;
    return desired > max ? `desired capacity ${desired} can't be greater than max size ${max}` : undefined;
  },
  passes: {
    before: [{ create: nodeGroup, as: "nodes", inputs: group(2, 3) }],
    judged: { update: "nodes", inputs: group(4, 4) },
  },
  refused: {
    before: [{ create: nodeGroup, as: "nodes", inputs: group(2, 3) }],
    judged: { update: "nodes", inputs: group(4, 3) },
  },
};

/** What EKS refuses. */
export const eks: readonly Refusal[] = [supportedZone, size];
