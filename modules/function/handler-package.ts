import { DataArchiveFile } from "@cdktf/provider-archive/lib/data-archive-file";
import { ArchiveProvider } from "@cdktf/provider-archive/lib/provider";
import { AssetType, TerraformAsset, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { ConfigCheck } from "../config-check";
import { type HandlerBundle, handlerBundle } from "../lambda-code";

/** The zip of a handler, as Terraform makes it. */
export interface HandlerZip {
  readonly outputPath: string;
  readonly outputBase64Sha256: string;
}

/** The way of a handler's bundle into Terraform: a copy in the stack's folder, zipped by the archive provider. */
export class HandlerPackage {
  private constructor(private readonly bundle: HandlerBundle | undefined) {}

  /** Looks the bundle up; a handler that does not exist becomes a problem of the check. */
  static find(check: ConfigCheck, entry: string): HandlerPackage {
    try {
      return new HandlerPackage(handlerBundle(entry));
    } catch (error) {
      check.that(false, error instanceof Error ? error.message : String(error));
      return new HandlerPackage(undefined);
    }
  }

  /** Adds asset and zip below `scope`, and the archive provider to its stack if it is the first. */
  addTo(scope: Construct): HandlerZip {
    if (this.bundle === undefined) throw new Error(`${scope.node.path}: the handler has no bundle`);
    const stack = TerraformStack.of(scope);
    if (stack.node.tryFindChild("archive") === undefined) new ArchiveProvider(stack, "archive");

    const asset = new TerraformAsset(scope, "code", {
      path: this.bundle.directory,
      type: AssetType.DIRECTORY,
      assetHash: this.bundle.hash,
    });
    const zip = new DataArchiveFile(scope, "zip", {
      type: "zip",
      sourceDir: asset.path,
      outputPath: `${asset.path}.zip`,
      // Modes differ between checkouts; the zip must not.
      outputFileMode: "0644",
    });
    return { outputPath: zip.outputPath, outputBase64Sha256: zip.outputBase64Sha256 };
  }
}
