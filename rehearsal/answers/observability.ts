import type { Answers } from "../cloud.ts";

export const observability: Answers = {};
