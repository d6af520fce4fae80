/** The maintained continuation of CDKTF, in the version that is tested. */
export const CONTINUATION = { name: "cdktn", version: "0.24.0" } as const;

/** The continuation asks for a newer one than CDKTF came with. */
const CONSTRUCTS_VERSION = "10.7.2";

/**
 * What changes in package.json on the way from CDKTF to its continuation, as arguments of `npm pkg set`.
 *
 * The continuation takes the place of `cdktf` under that name, so that no import changes. The provider packages ask for
 * CDKTF's own version; npm has to be told that the alias serves them.
 * @param dependencies - those of package.json
 */
export function wayOut(dependencies: Readonly<Record<string, string>>): readonly string[] {
  const bindings = Object.keys(dependencies).filter((name) => name.startsWith("@cdktf/provider-"));
  return [
    `dependencies.cdktf=npm:${CONTINUATION.name}@${CONTINUATION.version}`,
    `dependencies.constructs=${CONSTRUCTS_VERSION}`,
    ...bindings.map((name) => `overrides.${name}.cdktf=$cdktf`),
  ];
}
