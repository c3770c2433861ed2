import type { Answers } from "../cloud.ts";

export const gateway: Answers = {};
