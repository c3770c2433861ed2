/**
 * The IAM actions of a resource type: its service's prefix, then the actions to create, read, update and delete it,
 * separated by blanks. An action of another service has its own prefix. What an update shares with a create or a read
 * is not repeated.
 */
export type Actions = readonly [service: string, create: string, read: string, update: string, remove: string];
