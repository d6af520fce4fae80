import * as z from "zod";
import type { Kernel } from "../../../kernel/kernel";
import type { ResourceType } from "../../../kernel/service";
import { bool } from "../../../terraform/arguments";
import type { CodeStore } from "../code";
import { lambdaTime } from "../configuration-view";
import type { LambdaState } from "../state";

const schema = z.strictObject({
  layer_name: z.string(),
  filename: z.string(),
  source_code_hash: z.string().optional(),
  description: z.string().optional(),
  license_info: z.string().optional(),
  compatible_runtimes: z.array(z.string()).optional(),
  compatible_architectures: z.array(z.string()).optional(),
  skip_destroy: bool.optional(),
});

type Config = z.infer<typeof schema>;

/** aws_lambda_layer_version; its `nodejs/node_modules` is on the NODE_PATH of functions, as on AWS. */
export function layerVersionResource(
  kernel: Kernel,
  state: LambdaState,
  code: CodeStore,
): ResourceType<Config> {
  return {
    type: "aws_lambda_layer_version",
    arguments: schema,
    inert: {
      compatible_runtimes: "every runtime is Node.js",
      compatible_architectures: "the code runs on the machine's own processor",
      license_info: "nobody reads it",
      skip_destroy: "layers end with the cloud",
    },
    replacedBy: Object.keys(schema.shape).filter((argument) => argument !== "skip_destroy"),
    apply: (config, { stackDirectory, address }) => {
      const found = code.find(config.filename, stackDirectory, address);
      const version = (state.lastLayerVersions.get(config.layer_name) ?? 0) + 1;
      state.lastLayerVersions.set(config.layer_name, version);
      const layerArn = kernel.arn("lambda", `layer:${config.layer_name}`);
      const arn = `${layerArn}:${version}`;
      state.layers.set(arn, { arn, directory: found.directory, codeSizeBytes: found.sizeBytes });
      const sha256 = config.source_code_hash ?? found.sha256 ?? "";
      return {
        ...config,
        id: arn,
        arn,
        layer_arn: layerArn,
        version: String(version),
        created_date: lambdaTime(kernel.clock.now()),
        code_sha256: sha256,
        source_code_hash: sha256,
        source_code_size: found.sizeBytes,
        signing_job_arn: "",
        signing_profile_version_arn: "",
      };
    },
    remove: (_config, attributes) => {
      state.layers.delete(String(attributes["arn"]));
    },
  };
}
