import { type Edit, edited } from "./edit.ts";

/** The VPC, NAT and protection. */
export const network: readonly Edit[] = [
  {
    name: "nat-per-zone",
    what: "a NAT gateway in each Availability Zone",
    apply: (stack) =>
      edited(stack, "network", (row) => (row.nat === "single" ? { ...row, nat: "perZone" } : undefined)),
  },
  {
    name: "nat-single",
    what: "one NAT gateway for all Availability Zones",
    apply: (stack) =>
      edited(stack, "network", (row) => (row.nat === "perZone" ? { ...row, nat: "single" } : undefined)),
    deletes: ["aws:ec2/natGateway:NatGateway", "aws:ec2/eip:Eip", "aws:cloudwatch/metricAlarm:MetricAlarm"],
  },
  {
    name: "zones-reordered",
    what: "the Availability Zones in another order, each with its own subnets",
    apply: (stack) =>
      edited(stack, "network", (row) => {
        const { private: nodes, public: open, database } = row.subnets;
        if (!Array.isArray(nodes) || !Array.isArray(open)) return undefined;
        return {
          ...row,
          zones: row.zones.toReversed(),
          subnets: {
            private: nodes.toReversed(),
            public: open.toReversed(),
            ...(database && { database: database.toReversed() }),
          },
        };
      }),
  },
  {
    name: "owner-tag",
    what: "another owner in the tags of everything",
    apply: (stack) => edited(stack, "tags", (tags) => ({ ...tags, owner: "rehearsed-owner" })),
  },
  {
    name: "log-retention",
    what: "logs that are kept for another time",
    apply: (stack) => edited(stack, "logRetentionInDays", (days) => (days === 365 ? 400 : 365)),
  },
];

/** What README documents before a destroy: nothing in AWS or Pulumi refuses deletion afterwards. */
export const protectionOff: Edit = {
  name: "protection-off",
  what: "deletionProtection: false",
  apply: (stack) =>
    stack.definition.deletionProtection
      ? { ...stack, definition: { ...stack.definition, deletionProtection: false } }
      : undefined,
};
