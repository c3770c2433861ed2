import type { Answers } from "../cloud.ts";

export const cluster: Answers = {};
