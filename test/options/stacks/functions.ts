import { LambdaLayerVersion } from "@cdktf/provider-aws/lib/lambda-layer-version";
import { type App, AssetType, TerraformAsset } from "cdktf";
import { PlatformFunction } from "../../../modules/function";
import { EnvironmentStack, type StackSettings } from "../../../stacks/environment-stack";
import { layerZip } from "./layer-zip";

const SERVICE = "functions";

/** Functions of all sizes. */
export class FunctionsStack extends EnvironmentStack {
  constructor(app: App, settings: StackSettings) {
    super(app, settings, "functions", SERVICE);
    new PlatformFunction(this, "large", {
      service: SERVICE,
      name: "large",
      handler: "services/options/handlers/describe.ts",
      memoryMb: 1024,
      timeoutSeconds: 40,
      ephemeralStorageMb: 2048,
      layers: [this.layer(app.outdir).arn],
    });
    const sleep = "services/options/handlers/sleep.ts";
    new PlatformFunction(this, "hasty", {
      service: SERVICE,
      name: "hasty",
      handler: sleep,
      timeoutSeconds: 3,
    });
    new PlatformFunction(this, "single", {
      service: SERVICE,
      name: "single",
      handler: sleep,
      reservedConcurrency: 1,
    });
    new PlatformFunction(this, "off", {
      service: SERVICE,
      name: "off",
      handler: sleep,
      reservedConcurrency: 0,
    });
    const failing = new PlatformFunction(this, "failing", {
      service: SERVICE,
      name: "failing",
      handler: "services/options/handlers/fail.ts",
    });
    failing.keepAsyncFailures();
  }

  // No module makes layers: those of others, such as AWS's extensions, are named by their ARN.
  private layer(folder: string): LambdaLayerVersion {
    const zip = new TerraformAsset(this, "layer-zip", { path: layerZip(folder), type: AssetType.FILE });
    return new LambdaLayerVersion(this, "layer", {
      layerName: `${this.environment.name}-${SERVICE}-greeting`,
      filename: zip.path,
      sourceCodeHash: zip.assetHash,
      compatibleRuntimes: ["nodejs22.x"],
    });
  }
}
