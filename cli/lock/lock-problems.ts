import type { LockedProvider } from "../terraform/lock-file";
import type { RequiredProvider } from "../terraform/required-providers";

const EXACT = /^\d+\.\d+\.\d+$/;

/**
 * Tells in what a lock file falls short of the stacks, a sentence each.
 *
 * Counted are the `h1:` hashes: they hold for a package from wherever it comes, whereas terraform cannot check the
 * unpacked package of a mirror or a cache by the `zh:` hash of the zip file, and takes it unchecked.
 * @param platforms - those that terraform has to run on
 */
export function lockProblems(
  locked: readonly LockedProvider[],
  required: readonly RequiredProvider[],
  platforms: readonly string[],
): readonly string[] {
  const missing = required.flatMap(({ address, version }) => {
    const found = locked.find((provider) => provider.address === address);
    if (found === undefined) return [`${address} ${version} is missing`];
    // Whether a range holds is for terraform to say.
    if (EXACT.test(version) && found.version !== version) {
      return [`${address} is there in version ${found.version}, but the stacks require ${version}`];
    }
    const count = found.hashes.filter((hash) => hash.startsWith("h1:")).length;
    if (count >= platforms.length) return [];
    return [
      `${address} ${found.version} has ${count} h1: hashes, one for each of ${platforms.length} platforms is needed`,
    ];
  });
  const unused = locked
    .filter(({ address }) => !required.some((provider) => provider.address === address))
    .map(({ address, version }) => `${address} ${version} is there, but no stack requires it`);
  return [...missing, ...unused];
}
