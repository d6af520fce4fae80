/** Where terraform has to run, as its providers are named: the machines of people and of CI. */
export const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"] as const;
