import type { App } from "cdktf";
import { StateBucket } from "../modules/state-bucket";
import { EnvironmentStack, type StackSettings } from "./environment-stack";
import { STATE } from "./names";

/** Where the states of the environment are kept, its own among them. `bootstrap` deploys it, from a local state first. */
export class StateStack extends EnvironmentStack {
  constructor(app: App, settings: StackSettings) {
    super(app, settings, STATE);
    const bucket = new StateBucket(this, "state-bucket", { name: this.environment.stateBucket });
    this.output("state_bucket", bucket.name, "Bucket of the environment's Terraform states.");
  }
}
