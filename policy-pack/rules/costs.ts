import { all, atMost, onType } from "../checks/conditions.ts";
import { levels, type ResourceRule } from "../checks/rule.ts";
import { eachSize, type Size, sizeOf } from "../checks/sizes.ts";

const sized = Object.keys(sizeOf);
const broker = "aws:mq/broker:Broker";
const database = "aws:rds/instance:Instance";
const domain = "aws:opensearch/domain:Domain";
const instance = "aws:ec2/instance:Instance";

/** The largest machine by environment, in units of xlarge. */
const largest = { dev: 2, staging: 4, prod: 8 };

/** Families whose next generation does the same for less; letters that come in every generation have their last old one. */
const last: Record<string, number> = { t: 2, m: 4, c: 4, r: 4, i: 2, d: 2, x: 1, p: 3, g: 3 };
const isOld = ({ family, generation }: Size) => generation <= (last[family] ?? 0);

/** What may cost how much. */
export const costs: readonly ResourceRule[] = [
  {
    name: "cost-instance-class-allowed",
    types: sized,
    description: "Machines are no larger than their environment needs.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set the class of the machine to at most 2xlarge in dev, 4xlarge in staging and 8xlarge in prod",
    check: eachSize(({ units }, environment) => units > largest[environment], "is larger than its environment needs"),
    ok: { instanceClass: "db.r7g.large" },
    bad: { instanceClass: "db.r7g.16xlarge" },
  },
  {
    name: "cost-graviton-preferred",
    types: sized.filter((type) => type !== broker),
    description: "Machines have ARM processors, which cost a fifth less.",
    severity: "low",
    levels: levels("A/A/A"),
    controls: [],
    fix: "set the class of the machine to one with a g, as m7g",
    check: eachSize(({ arm }) => !arm, "costs more than it would on ARM"),
    ok: { instanceClass: "db.m7g.large" },
    bad: { instanceClass: "db.m5.large" },
  },
  {
    name: "cost-previous-generation",
    types: sized,
    description: "Machines are of a generation that AWS still builds.",
    severity: "low",
    levels: levels("M/M/M"),
    controls: ["EC2.24"],
    fix: "set the class of the machine to a current generation",
    check: eachSize(isOld, "is of a generation that costs more and does less"),
    ok: { instanceClass: "db.t4g.medium" },
    bad: { instanceClass: "db.t2.medium" },
  },
  {
    name: "cost-storage-cap",
    types: [database, domain, instance],
    description: "Disks are no larger than their environment needs.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "set allocatedStorage, ebsOptions.volumeSize or rootBlockDevice.volumeSize up to the cap of the environment (storageGiB)",
    check: all(
      onType([database], atMost("allocatedStorage", "storageGiB", "pass")),
      onType([domain], atMost("ebsOptions.volumeSize", "storageGiB", "pass")),
      onType([instance], atMost("rootBlockDevice.volumeSize", "storageGiB", "pass")),
    ),
    ok: { allocatedStorage: 100 },
    bad: { allocatedStorage: 4000 },
  },
];
