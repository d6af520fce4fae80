import { PolicyAuthorizer } from "./iam/authorizer";
import { RoleStore } from "./iam/role-store";
import { Kernel } from "./kernel/kernel";
import { VirtualClock } from "./kernel/virtual-clock";
import { VirtualWorkQueue } from "./kernel/virtual-work-queue";
import { createServices } from "./services/all";
import { supportedMarkdown } from "./terraform/supported";

/** What the local cloud models, as Markdown, read off its services. */
export function supportedByLocalCloud(): string {
  const clock = new VirtualClock();
  const roles = new RoleStore();
  const kernel = new Kernel({
    clock,
    work: new VirtualWorkQueue(clock, () => {}),
    seed: 1,
    accountId: "000000000000",
    region: "eu-central-1",
    namePrefix: "",
    authorizer: new PolicyAuthorizer(roles, clock),
    virtualTime: true,
    log: () => {},
  });
  return supportedMarkdown(Object.values(createServices(kernel, roles)));
}
