import type { Request } from "./api-server.ts";

/** What is wrong, an object with this fault alone, what the API server says of it, and what stands in the cluster. */
export type Refused = readonly [
  what: string,
  object: Request["object"],
  said: string,
  rest?: Omit<Request, "id" | "object">,
];
