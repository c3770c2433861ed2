// Copies of the engine's signatures: importing the SDK's module for them would delay the start of the pack.

/** The key of a wrapped value that holds its kind. */
export const signature = "4dabf18193072939515e22adb298388d";
export const secretMark = "1b47061264138c4ac30d75fd1eb44270";
export const outputMark = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
export const assetMark = "c44067f5952c0a294b673a41bacd8c17";
export const archiveMark = "0def7320c3a5731c473e5ecbe6d01bc7";
