import { all, atLeast, atMost, oneOf, only, set, value, when } from "../../checks/conditions.ts";
import { levels, service } from "../../checks/rule.ts";
import { known, number } from "../../checks/values.ts";

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";

export const rdsStorage = service("Amazon RDS", [
  {
    name: "rds-storage-autoscaling-capped",
    types: [instance],
    description: "RDS storage autoscaling is enabled with a limit within the databaseStorageGiB cap.",
    why: "A full disk stops a database that cannot grow, and storage that grew without a tight limit stays allocated and billed, because RDS cannot shrink it in place.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set maxAllocatedStorage above allocatedStorage and to at most the databaseStorageGiB cap of the environment",
    check: all(
      atMost("maxAllocatedStorage", "databaseStorageGiB"),
      value(
        "maxAllocatedStorage",
        (most, { value: props }) => number(most) > number(known(props, "allocatedStorage") ?? 0),
        "fail",
      ),
    ),
    ok: { allocatedStorage: 100, maxAllocatedStorage: 200 },
    bad: { allocatedStorage: 100 },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "rds-storage-type",
    types: [instance],
    description: "RDS instances use gp3 or io2 storage.",
    why: "On gp2 the baseline IOPS depend on the volume size, so a small database slows down under sustained load or pays for unused capacity to gain speed.",
    severity: "low",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set storageType to gp3",
    check: oneOf("storageType", ["gp3", "io2"]),
    ok: { storageType: "gp3" },
    bad: { storageType: "gp2" },
    absent: "fail",
    unknown: "undecided",
  },
  {
    name: "aurora-serverless-bounds",
    types: [cluster],
    description: "Aurora Serverless v2 maximum is within the cap, and in prod the minimum is at least 1 ACU.",
    why: "A runaway query scales the cluster, and its bill, up to the maximum. A prod cluster with a very low minimum responds slowly until it has scaled up.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set serverlessv2ScalingConfiguration.maxCapacity to at most the auroraCapacity cap of the environment, and minCapacity to at least 1 in prod",
    check: when(
      set("serverlessv2ScalingConfiguration"),
      all(
        atMost("serverlessv2ScalingConfiguration.maxCapacity", "auroraCapacity"),
        only(["prod"], atLeast("serverlessv2ScalingConfiguration.minCapacity", 1)),
      ),
    ),
    ok: { serverlessv2ScalingConfiguration: { minCapacity: 1, maxCapacity: 4 } },
    bad: { serverlessv2ScalingConfiguration: { minCapacity: 0.5, maxCapacity: 256 } },
    absent: "pass",
    unknown: "undecided",
  },
]);
