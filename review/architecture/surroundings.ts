import type { Box, Diagram, Role } from "../diagram.ts";
import { reachOf } from "../reach/reach.ts";
import type { Resource, Review } from "../section.ts";
import { note, owners } from "./owners.ts";

interface Subject {
  title: string;
  role: Role;
  /** Folders of components, which are the second word of their types. */
  folders: readonly string[];
}

/** Subjects in the order of the drawing; a folder that is in none stands under its own name. */
const subjects: readonly Subject[] = [
  { title: "Network", role: "network", folders: ["network", "dns", "gateway", "cdn", "waf"] },
  {
    title: "Compute",
    role: "compute",
    folders: ["cluster", "containers", "workload", "identity", "helm", "kong", "local"],
  },
  { title: "Add-ons of the cluster", role: "compute", folders: ["addons"] },
  { title: "Data", role: "store", folders: ["data", "messaging"] },
  { title: "AI", role: "compute", folders: ["bedrock"] },
  { title: "Identity", role: "entry", folders: ["cognito", "iam"] },
  { title: "Keys and secrets", role: "security", folders: ["kms", "secrets"] },
  { title: "Audit", role: "security", folders: ["audit"] },
  { title: "Observability", role: "operations", folders: ["observability", "telemetry", "logs"] },
  { title: "Recovery", role: "store", folders: ["recovery"] },
  { title: "Cost", role: "operations", folders: ["cost"] },
];

/** The components that no traffic of the stack goes through, by subject and Region. */
export function surroundings(review: Review): Diagram {
  const own = owners(review);
  const drawn = new Set(reachOf(review.made).ends.map((end) => own.of(end)?.urn));
  const home = String(review.config["region"] ?? "");
  const rest = [...own.inside.values()].filter(([first]) => first !== undefined && !drawn.has(first.urn));
  const placed = rest.flatMap((resources) => {
    const [first] = resources;
    return first?.type.startsWith("platform:") ? [{ first, resources, region: regionOf(resources, home) }] : [];
  });
  const boxes = placed.map(({ first, resources, region }): Box => {
    const { title, role } = subjectOf(first);
    const within = `${region} ${title}`;
    return {
      id: `around ${first.urn}`,
      within,
      label: first.name,
      note: note(resources),
      role,
      urns: resources.map(({ urn }) => urn),
    };
  });
  const order = [...subjects.map(({ title }) => title)];
  const frames = [
    ...new Map(
      placed.map(({ first, region }) => [`${region} ${subjectOf(first).title}`, { region, ...subjectOf(first) }]),
    ),
  ]
    .toSorted(
      ([, one], [, other]) =>
        rank(one.region, home) - rank(other.region, home) || order.indexOf(one.title) - order.indexOf(other.title),
    )
    .map(
      ([id, { title, region, role }]): Box => ({ id, label: title, role, ...(region !== home && { note: region }) }),
    );
  return {
    kind: "diagram",
    title: "Around it",
    description:
      "Components that traffic does not go through, by subject; a Region is named where it is another one than the stack's.",
    boxes: [...frames, ...boxes],
    lines: [],
  };
}

function rank(region: string, home: string): number {
  return region === home ? 0 : 1;
}

function subjectOf({ type }: Resource): Subject {
  const [, folder = ""] = type.split(":");
  const title = `${folder.charAt(0).toUpperCase()}${folder.slice(1)}`;
  return subjects.find(({ folders }) => folders.includes(folder)) ?? { title, role: "outside", folders: [folder] };
}

/** The Region that most resources of a component are in; objects of the cluster are where the stack is. */
function regionOf(resources: readonly Resource[], home: string): string {
  const regions = Map.groupBy(
    resources.filter(({ region }) => region !== ""),
    ({ region }) => region,
  );
  const [most] = [...regions].toSorted(([, one], [, other]) => other.length - one.length);
  return most?.[0] ?? home;
}
